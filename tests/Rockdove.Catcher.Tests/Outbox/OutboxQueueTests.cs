using System.Text;
using Rockdove.Outbox;
using Rockdove.Testing;

namespace Rockdove.Catcher.Tests;

public class OutboxQueueTests
{
    [Fact]
    public async Task Each_recipient_has_an_outcome_of_its_own()
    {
        var courier = new ScriptedCourier();
        await using var queue = Start(courier, new ManualTimeProvider());
        var id = queue.Enqueue(OutboxCalls.Mail("r", "x", "a@x.test", "b@x.test", "c@x.test")).Id;

        var first = await courier.NextAsync();
        first.End(
            ("a@x.test", OutboxOutcome.Delivered, "250 ok"), ("b@x.test", OutboxOutcome.Failed, "550 no"),
            ("c@x.test", OutboxOutcome.Waiting, "451 later"));

        var item = await queue.WaitAsync(id, one => one.Attempts == 1);
        Assert.Equal(OutboxState.Waiting, item.State);
        Assert.Equal(["250 ok", "550 no", "451 later"], item.Recipients.Select(one => one.Answer));
        Assert.Equal("x", Encoding.ASCII.GetString(first.Content.Span));
    }

    [Fact]
    public async Task The_next_attempt_is_only_for_those_who_wait_and_comes_when_it_is_due()
    {
        var courier = new ScriptedCourier();
        var time = new ManualTimeProvider();
        await using var queue = Start(courier, time);
        var id = queue.Enqueue(OutboxCalls.Mail("r", "x", "a@x.test", "b@x.test")).Id;
        (await courier.NextAsync()).End(("a@x.test", OutboxOutcome.Delivered, "250"));
        await queue.WaitAsync(id, one => one.Attempts == 1);
        await time.WaitForTimersAsync(1, Limit.Token);

        time.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        Assert.Equal(0, courier.Begun);
        time.Advance(TimeSpan.FromTicks(1));
        var second = await courier.NextAsync();

        Assert.Equal(
            [OutboxOutcome.Delivered, OutboxOutcome.Waiting], second.Item.Recipients.Select(one => one.Outcome));
        second.End(("b@x.test", OutboxOutcome.Failed, "550"));
        Assert.Equal(OutboxState.PartlyDelivered, (await queue.WaitForEndAsync(id)).State);
    }

    [Fact]
    public async Task Pauses_double_up_to_the_longest_and_vary_by_the_jitter()
    {
        var options = new OutboxOptions
        {
            FirstDelay = TimeSpan.FromSeconds(10), LongestDelay = TimeSpan.FromSeconds(35), Jitter = 0.5,
        };

        Assert.Equal([10, 20, 35, 35], await PausesAsync(options, chance: 0.5));
        Assert.Equal([5, 10, 17.5, 17.5], await PausesAsync(options, chance: 0));
        Assert.All(await PausesAsync(options, chance: 0.999_999), pause => Assert.InRange(pause, 14, 52.5));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task After_the_last_attempt_it_is_given_up(int most)
    {
        var courier = new ScriptedCourier();
        var time = new ManualTimeProvider();
        await using var queue = Start(courier, time, new() { MostAttempts = most, Jitter = 0 });
        var id = queue.Enqueue(OutboxCalls.Mail("r", "x", "a@x.test")).Id;
        for (var attempt = 1; attempt <= most; attempt++)
        {
            (await courier.NextAsync()).End(("a@x.test", OutboxOutcome.Waiting, "451 not now"));
            var item = await queue.WaitAsync(id, one => one.Attempts == attempt);
            Assert.Equal(attempt < most, item.State == OutboxState.Waiting);
            if (attempt < most)
            {
                await time.WaitForTimersAsync(1, Limit.Token);
                time.Advance(TimeSpan.FromHours(1));
            }
        }

        Assert.Equal(
            $"Given up after {most} attempts: 451 not now", Assert.Single(queue.Find(id)!.Recipients).Answer);
    }

    [Fact]
    public async Task What_has_waited_too_long_is_given_up_after_one_more_attempt()
    {
        var courier = new ScriptedCourier();
        var time = new ManualTimeProvider();
        await using var queue = Start(courier, time, new() { LongestWait = TimeSpan.FromSeconds(7), Jitter = 0 });
        var id = queue.Enqueue(OutboxCalls.Mail("r", "x", "a@x.test")).Id;
        (await courier.NextAsync()).End();
        Assert.Equal(OutboxState.Waiting, (await queue.WaitAsync(id, one => one.Attempts == 1)).State);
        await time.WaitForTimersAsync(1, Limit.Token);
        time.Advance(TimeSpan.FromSeconds(7));
        (await courier.NextAsync()).End(("a@x.test", OutboxOutcome.Waiting, "421 busy"));

        Assert.Equal(OutboxState.Failed, (await queue.WaitForEndAsync(id)).State);
    }

    [Fact]
    public async Task An_attempt_that_throws_is_worth_another_one()
    {
        var courier = new ScriptedCourier();
        await using var queue = Start(courier, new ManualTimeProvider());
        var id = queue.Enqueue(OutboxCalls.Mail("r", "x", "a@x.test")).Id;
        (await courier.NextAsync()).Results.SetException(new IOException("the net is down"));

        var item = await queue.WaitAsync(id, one => one.Attempts == 1);
        Assert.Equal((OutboxState.Waiting, "the net is down"), (item.State, item.Recipients[0].Answer));
    }

    [Fact]
    public async Task One_place_that_hangs_leaves_room_for_the_others()
    {
        var courier = new ScriptedCourier();
        await using var queue = Start(
            courier, new ManualTimeProvider(), new() { Parallel = 3, ParallelEach = 2 });
        for (var i = 0; i < 5; i++)
            queue.Enqueue(OutboxCalls.Mail("hangs", "x", "a@x.test"));
        var hanging = new[] { await courier.NextAsync(), await courier.NextAsync() };
        var other = queue.Enqueue(OutboxCalls.Mail("works", "x", "b@x.test")).Id;
        (await courier.NextAsync()).End(("b@x.test", OutboxOutcome.Delivered, "250"));
        await queue.WaitForEndAsync(other);

        Assert.Equal(0, courier.Begun);
        hanging[0].End(("a@x.test", OutboxOutcome.Delivered, "250"));
        Assert.Equal("hangs", (await courier.NextAsync()).Item.Place);
    }

    [Fact]
    public async Task So_many_wait_and_not_one_more()
    {
        await using var queue = New(new ScriptedCourier(), new ManualTimeProvider(), new() { MostWaiting = 2 });
        var first = queue.Enqueue(OutboxCalls.Mail("r", "x", "a@x.test")).Id;
        queue.Enqueue(OutboxCalls.Mail("r", "x", "a@x.test"));

        var refusal = Assert.Throws<OutboxFullException>(
            () => queue.Enqueue(OutboxCalls.Mail("r", "x", "a@x.test")));
        Assert.Contains("2", refusal.Message, StringComparison.Ordinal);
        Assert.True(queue.Delete(first));
        queue.Enqueue(OutboxCalls.Mail("r", "x", "a@x.test"));
        Assert.Equal(2, queue.Waiting);
    }

    [Fact]
    public async Task So_many_octets_are_held_and_not_one_more()
    {
        await using var queue = New(new ScriptedCourier(), new ManualTimeProvider(), new() { MostBytes = 10 });
        queue.Enqueue(OutboxCalls.Mail("r", "1234567", "a@x.test"));
        Assert.False(Assert.Throws<OutboxFullException>(
            () => queue.Enqueue(OutboxCalls.Mail("r", "1234", "a@x.test"))).IsForEver);
        queue.Enqueue(OutboxCalls.Mail("r", "123", "a@x.test"));
        Assert.True(Assert.Throws<OutboxFullException>(
            () => queue.Enqueue(OutboxCalls.Mail("r", "12345678901", "a@x.test"))).IsForEver);
    }

    [Fact]
    public async Task What_has_failed_makes_room_for_what_comes()
    {
        var courier = new ScriptedCourier();
        await using var queue = Start(courier, new ManualTimeProvider(), new() { MostBytes = 10 });
        var failed = queue.Enqueue(OutboxCalls.Mail("r", "1234567", "a@x.test")).Id;
        (await courier.NextAsync()).End(("a@x.test", OutboxOutcome.Failed, "550"));
        await queue.WaitForEndAsync(failed);

        queue.Enqueue(OutboxCalls.Mail("r", "1234567", "a@x.test"));

        Assert.Null(queue.Find(failed));
    }

    [Fact]
    public async Task Of_those_that_have_ended_the_newest_are_shown()
    {
        var courier = new ScriptedCourier();
        var time = new ManualTimeProvider();
        await using var queue = Start(courier, time, new() { KeptEnded = 2 });
        for (var i = 1; i <= 3; i++)
        {
            var id = queue.Enqueue(OutboxCalls.Mail("r", "x", "a@x.test")).Id;
            (await courier.NextAsync()).End(("a@x.test", OutboxOutcome.Delivered, "250"));
            await queue.WaitForEndAsync(id);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        var (total, items) = queue.List(null, 0, 10);
        Assert.Equal((2, "3 2"), (total, string.Join(' ', items.Select(item => item.Id))));
    }

    [Fact]
    public async Task What_has_failed_is_tried_again_when_somebody_asks()
    {
        var courier = new ScriptedCourier();
        await using var queue = Start(courier, new ManualTimeProvider());
        var id = queue.Enqueue(OutboxCalls.Mail("r", "x", "a@x.test", "b@x.test")).Id;
        (await courier.NextAsync()).End(
            ("a@x.test", OutboxOutcome.Delivered, "250"), ("b@x.test", OutboxOutcome.Failed, "550"));
        await queue.WaitForEndAsync(id);

        Assert.Equal(OutboxState.Waiting, queue.Retry(id)!.State);
        var again = await courier.NextAsync();
        Assert.Equal(
            [OutboxOutcome.Delivered, OutboxOutcome.Waiting], again.Item.Recipients.Select(one => one.Outcome));
        again.End(("b@x.test", OutboxOutcome.Delivered, "250"));

        Assert.Equal(OutboxState.Delivered, (await queue.WaitForEndAsync(id)).State);
        Assert.Equal(OutboxState.Delivered, queue.Retry(id)!.State);
        Assert.Null(queue.Retry(id + 1));
    }

    [Fact]
    public async Task What_is_deleted_while_it_is_under_way_does_not_come_back()
    {
        var courier = new ScriptedCourier();
        await using var queue = Start(courier, new ManualTimeProvider());
        var id = queue.Enqueue(OutboxCalls.Mail("r", "x", "a@x.test")).Id;
        var attempt = await courier.NextAsync();
        Assert.True(queue.Find(id)!.IsUnderWay);

        Assert.True(queue.Delete(id));
        attempt.End(("a@x.test", OutboxOutcome.Waiting, "451"));
        var next = queue.Enqueue(OutboxCalls.Mail("r", "x", "a@x.test")).Id;
        (await courier.NextAsync()).End(("a@x.test", OutboxOutcome.Delivered, "250"));
        await queue.WaitForEndAsync(next);

        Assert.Null(queue.Find(id));
        Assert.False(queue.Delete(id));
    }

    [Fact]
    public void A_recipient_is_wanted_who_may_get_it()
    {
        using var store = new MemoryOutboxStore();
        var queue = new OutboxQueue(store, []);
        Assert.Throws<ArgumentException>(() => queue.Enqueue(OutboxCalls.Mail("r", "x")));
    }

    private static async Task<List<double>> PausesAsync(OutboxOptions options, double chance)
    {
        var courier = new ScriptedCourier();
        var time = new ManualTimeProvider();
        await using var queue = Start(courier, time, options, chance);
        var id = queue.Enqueue(OutboxCalls.Mail("r", "x", "a@x.test")).Id;
        var pauses = new List<double>();
        for (var attempt = 1; attempt <= 4; attempt++)
        {
            (await courier.NextAsync()).End();
            var item = await queue.WaitAsync(id, one => one.Attempts == attempt);
            var pause = item.NextAttemptAt!.Value - time.GetUtcNow();
            pauses.Add(pause.TotalSeconds);
            await time.WaitForTimersAsync(1, Limit.Token);
            time.Advance(pause);
        }

        return pauses;
    }

    private static OutboxQueue Start(
        ScriptedCourier courier, ManualTimeProvider time, OutboxOptions? options = null, double chance = 0.5)
    {
        var queue = New(courier, time, options, chance);
        queue.Start();
        return queue;
    }

    private static OutboxQueue New(
        ScriptedCourier courier, ManualTimeProvider time, OutboxOptions? options = null, double chance = 0.5) =>
        new(new MemoryOutboxStore(), [courier], options, time, () => chance);
}

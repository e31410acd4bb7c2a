using System.Collections.Concurrent;
using System.Diagnostics;
using Rockdove.Outbox;
using Rockdove.Testing;

namespace Rockdove.Catcher.Tests;

public class OutboxActivityTests
{
    [Fact]
    public async Task Each_attempt_is_an_activity_that_tells_what_became_of_it_and_no_address()
    {
        var place = $"{Guid.NewGuid()}"; // Other tests run beside this one.
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == OutboxTelemetry.Name,
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (place.Equals(activity.GetTagItem("rockdove.outbox.place")))
                    ended.Enqueue(activity);
            },
        };
        ActivitySource.AddActivityListener(listener);
        var courier = new ScriptedCourier();
        var time = new ManualTimeProvider();
        var queue = new OutboxQueue(new MemoryOutboxStore(), [courier], time: time, chance: () => 0.5);
        queue.Start();
        var id = queue.Enqueue(OutboxCalls.Mail(place, "content", "a@x.test", "b@x.test", "c@x.test")).Id;
        (await courier.NextAsync()).End(
            ("a@x.test", OutboxOutcome.Delivered, "250 ok"), ("b@x.test", OutboxOutcome.Failed, "550 no"),
            ("c@x.test", OutboxOutcome.Waiting, "451 later"));
        var due = (await queue.WaitAsync(id, one => one.Attempts == 1)).NextAttemptAt!.Value;
        await queue.ArmedAsync(time, due);
        time.Advance(due - time.GetUtcNow());
        (await courier.NextAsync()).End(("c@x.test", OutboxOutcome.Delivered, "250 ok"));
        await queue.WaitForEndAsync(id);
        await queue.DisposeAsync(); // Then both attempts have ended.

        Assert.Equal(["1/1/1/1 mail 7 Error", "2/1/0/0 mail 7 Unset"], ended.Select(Told));
        Assert.DoesNotContain(ended.SelectMany(one => one.Tags), tag => $"{tag.Value}".Contains('@'));
    }

    private static string Told(Activity activity)
    {
        object? Tag(string name) => activity.GetTagItem($"rockdove.outbox.{name}");
        return $"{Tag("attempt")}/{Tag("delivered")}/{Tag("failed")}/{Tag("waiting")} "
            + $"{Tag("kind")} {Tag("size")} {activity.Status}";
    }
}

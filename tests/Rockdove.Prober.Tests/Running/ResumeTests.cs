namespace Rockdove.Prober.Tests;

/// <summary>Probes that an earlier desk has left, in each state.</summary>
public sealed class ResumeTests
{
    [Fact]
    public async Task One_that_was_sent_is_recognised_by_the_wall_clock()
    {
        await using var world = await new DeskWorld().StartAsync();
        var (_, mark) = await world.SendAsync();
        await world.RestartAsync();
        await world.PassAsync(TimeSpan.FromSeconds(90));
        world.Watches["a1"].Put(mark, lookedBefore: world.Time.GetTimestamp());
        await world.UntilAsync(counts => counts.Resolved == 1);

        var resolution = Assert.Single(world.Journal.Probes).Resolution!;
        Assert.Equal((ProbeOutcome.Delivered, TimeSpan.FromSeconds(90)), (resolution.Outcome, resolution.Delivery));
        Assert.True(resolution.Flags.HasFlag(ProbeFlags.Resumed));
    }

    [Fact]
    public async Task One_that_was_seen_and_has_no_outcome_lies_there_still_and_is_recognised()
    {
        await using var world = await new DeskWorld(change: options => options with
        {
            Deadlines = options.Deadlines with { Settle = TimeSpan.FromSeconds(2) },
        }).StartAsync();
        var (_, mark) = await world.SendAsync();
        world.Watches["a1"].Put(mark);
        await world.IdleAsync();
        var before = world.Watches["a1"];
        await world.RestartAsync();
        Assert.Empty(before.Deleted);

        world.Watches["a1"].Put(mark);
        await world.PassAsync(TimeSpan.FromSeconds(2));
        await world.UntilAsync(counts => counts.Resolved == 1);
        Assert.Equal(ProbeOutcome.Delivered, Assert.Single(world.Journal.Probes).Resolution!.Outcome);
        Assert.Single(world.Watches["a1"].Deleted);
    }

    [Fact]
    public async Task One_that_waited_is_sent()
    {
        var world = new DeskWorld();
        world.Watches["a1"] = new FakeWatch(world.Accounts[1], world.Time) { OpensByItself = false };
        await world.StartAsync();
        await world.PlaceAsync();
        await world.RestartAsync();
        await world.UntilAsync(counts => counts.Sent == 1);
        world.Watches["a1"].Put(world.Sender.Sent[0].Mark);
        await world.UntilAsync(counts => counts.Resolved == 1);
        Assert.Equal(ProbeFlags.None, Assert.Single(world.Journal.Probes).Resolution!.Flags);
        await world.DisposeAsync();
    }

    [Fact]
    public async Task One_that_was_being_sent_is_looked_for_and_is_unknown_when_it_never_comes()
    {
        await using var world = await new DeskWorld().StartAsync();
        world.Sender.Answer = async (_, stop) =>
        {
            await Task.Delay(Timeout.Infinite, stop);
            return world.Sender.Accept();
        };
        await world.PlaceAsync(0, 1);
        await world.PlaceAsync(1, 0);
        await world.UntilAsync(counts => counts.Sending == 2);
        while (world.Sender.Sent.Count < 2)
            await Task.Yield();
        var stopping = world.RestartAsync();
        await world.Clock.WaitForTimersAsync(2, DeskWorld.Patience);
        world.Clock.Advance(TimeSpan.FromSeconds(10)); // As long as the desk waits for what is being sent.
        await stopping.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        var came = world.Sender.Sent.Single(sent => sent.From.Name == "a0");
        world.Watches["a1"].Put(came.Mark);
        await world.UntilAsync(counts => counts.Resolved == 1);
        await world.PassAsync(TimeSpan.FromDays(5));
        await world.UntilAsync(counts => counts.Resolved == 2);
        Assert.Equal(
            [ProbeOutcome.Delivered, ProbeOutcome.Unknown],
            world.Journal.Probes.Select(one => one.Resolution!.Outcome));
    }

    [Fact]
    public async Task One_whose_deadline_passed_meanwhile_is_lost_only_when_the_mailbox_was_looked_through()
    {
        await using var world = await new DeskWorld().StartAsync();
        var (_, mark) = await world.SendAsync(0, 1);
        await world.SendAsync(1, 0);
        await world.RestartAsync(opens: false);
        await world.PassAsync(TimeSpan.FromDays(6));
        Assert.Equal(0, world.Desk.Counts.Resolved);

        world.Watches["a1"].Put(mark); // The first look finds it, and only then is the mailbox open.
        world.Watches["a1"].Open();
        world.Watches["a0"].Open();
        await world.UntilAsync(counts => counts.Resolved == 2);
        Assert.Equal(
            [ProbeOutcome.Late, ProbeOutcome.Lost],
            world.Journal.Probes.Select(one => one.Resolution!.Outcome));
    }

    /// <summary>
    /// It came since its 250, and nobody knows more: the time of a restart would be told as the time of a mail.
    /// </summary>
    [Theory]
    [InlineData(900, true)]
    [InlineData(1000, false)]
    [InlineData(33_400, false)]
    public async Task One_that_lay_there_at_the_first_look_has_no_time_unless_that_was_soon(
        int downMilliseconds, bool hasTime)
    {
        await using var world = await new DeskWorld().StartAsync();
        var (_, mark) = await world.SendAsync();
        await world.RestartAsync(opens: false);
        var down = TimeSpan.FromMilliseconds(downMilliseconds);
        await world.PassAsync(down);
        world.Watches["a1"].Put(mark);
        world.Watches["a1"].Open();
        await world.UntilAsync(counts => counts.Resolved == 1);
        var resolution = Assert.Single(world.Journal.Probes).Resolution!;
        Assert.Equal((ProbeOutcome.Delivered, ProbeFlags.Resumed), (resolution.Outcome, resolution.Flags));
        Assert.Equal(hasTime ? down : null, resolution.Delivery);
        Assert.Equal(hasTime ? down : null, resolution.Total);
        Assert.NotNull(resolution.Seen);
    }

    /// <summary>Or each restart would be an alert: nobody looked, but the mail was there.</summary>
    [Theory]
    [InlineData(20, null, ProbeOutcome.Delivered)]
    [InlineData(299, null, ProbeOutcome.Delivered)]
    [InlineData(301, null, ProbeOutcome.Late)]
    [InlineData(20, 3000, ProbeOutcome.Late)]
    public async Task One_that_came_in_time_while_nobody_looked_is_not_late(
        int storedSeconds, int? lookedSeconds, ProbeOutcome outcome)
    {
        await using var world = await new DeskWorld().StartAsync();
        var (_, mark) = await world.SendAsync();
        var (sentAt, sent) = (world.Time.GetTimestamp(), world.Time.GetUtcNow());
        await world.RestartAsync(opens: false);
        await world.PassAsync(TimeSpan.FromHours(1));
        world.Watches["a1"].Put(
            mark,
            storedAt: sent + TimeSpan.FromSeconds(storedSeconds),
            lookedBefore: lookedSeconds is { } seconds ? sentAt + (seconds * TimeSpan.TicksPerSecond) : null);
        world.Watches["a1"].Open();
        await world.UntilAsync(counts => counts.Resolved == 1);
        var resolution = Assert.Single(world.Journal.Probes).Resolution!;
        Assert.Equal(outcome, resolution.Outcome);
        Assert.Equal(lookedSeconds is not null ? TimeSpan.FromHours(1) : null, resolution.Delivery);
    }

    [Fact]
    public async Task One_whose_account_is_gone_is_unknown_and_says_why()
    {
        await using var world = await new DeskWorld().StartAsync();
        await world.Journal.AddAsync(
            new NewProbe(world.Run, new("a0", "gone"), ProbeToken.New(), "x@y", world.Time.GetUtcNow()),
            DeskWorld.Patience);
        await world.RestartAsync();
        var resolution = Assert.Single(world.Journal.Probes).Resolution!;
        Assert.Equal(ProbeOutcome.Unknown, resolution.Outcome);
        Assert.Contains("a0 -> gone", resolution.Failure!.Text, StringComparison.Ordinal);
    }
}

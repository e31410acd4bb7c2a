using Rockdove.Testing;

namespace Rockdove.Prober.Tests;

/// <summary>Clocks that are set, and days that have another length.</summary>
public sealed class ClockTests
{
    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    public async Task A_clock_that_is_set_meanwhile_changes_no_time_and_is_told(int seconds)
    {
        var clock = new ManualTimeProvider();
        var stepping = new SteppingTimeProvider(clock);
        await using var world = await new DeskWorld(time: stepping).StartAsync();
        var (ticket, mark) = await world.SendAsync();
        stepping.Step(TimeSpan.FromSeconds(seconds));
        await world.IdleAsync();
        clock.Advance(TimeSpan.FromSeconds(30));
        await world.IdleAsync();
        world.Watches["a1"].Put(mark);

        var result = await ticket.Outcome.Soon();
        Assert.Equal(TimeSpan.FromSeconds(30), result.Resolution!.Delivery);
        Assert.True(result.Resolution.Flags.HasFlag(ProbeFlags.ClockStep));
        Assert.Equal(RunFlags.ClockStep, await world.Desk.EndRunAsync(world.Run, DeskWorld.Patience));
    }

    [Fact]
    public async Task A_clock_that_is_slewed_is_not()
    {
        var clock = new ManualTimeProvider();
        var stepping = new SteppingTimeProvider(clock);
        await using var world = await new DeskWorld(time: stepping).StartAsync();
        for (var i = 0; i < 20; i++)
        {
            stepping.Step(TimeSpan.FromSeconds(0.9));
            await world.IdleAsync();
            clock.Advance(TimeSpan.FromSeconds(10));
            await world.IdleAsync();
        }

        Assert.Equal(RunFlags.None, await world.Desk.EndRunAsync(world.Run, DeskWorld.Patience));
    }

    [Fact]
    public async Task A_resumed_probe_takes_no_less_than_no_time_when_the_clock_was_set_back()
    {
        var clock = new ManualTimeProvider();
        var stepping = new SteppingTimeProvider(clock);
        await using var world = await new DeskWorld(time: stepping).StartAsync();
        var (_, mark) = await world.SendAsync();
        stepping.Step(TimeSpan.FromHours(-1));
        await world.RestartAsync();
        world.Watches["a1"].Put(mark);
        await world.UntilAsync(counts => counts.Resolved == 1);
        Assert.Equal(TimeSpan.Zero, Assert.Single(world.Journal.Probes).Resolution!.Delivery);
    }

    /// <summary>Two readings of the two clocks are never of one moment.</summary>
    [Fact]
    public async Task It_was_never_last_looked_for_after_it_was_seen()
    {
        var clock = new ManualTimeProvider();
        var stepping = new SteppingTimeProvider(clock) { Drift = TimeSpan.FromMicroseconds(10) };
        await using var world = await new DeskWorld(time: stepping).StartAsync();
        var (ticket, mark) = await world.SendAsync();
        await world.IdleAsync();
        clock.Advance(TimeSpan.FromSeconds(30));
        await world.IdleAsync();
        var seenAt = stepping.GetTimestamp();
        world.Watches["a1"].Put(mark, seenAt: seenAt, lookedBefore: seenAt);
        var resolution = (await ticket.Outcome.Soon()).Resolution!;
        Assert.Equal(TimeSpan.Zero, resolution.Seen - resolution.SeenNotBefore);
    }

    [Fact]
    public async Task One_that_is_seen_before_its_250_takes_as_long_as_that()
    {
        await using var world = await new DeskWorld().StartAsync();
        world.Sender.Answer = (sent, _) =>
        {
            var report = world.Sender.Accept();
            world.Watches["a1"].Put(sent.Mark, seenAt: report.EndedAt - (15 * TimeSpan.TicksPerMillisecond));
            return Task.FromResult(report with { StartedAt = report.EndedAt - (200 * TimeSpan.TicksPerMillisecond) });
        };
        var result = await (await world.PlaceAsync()).Outcome.Soon();
        Assert.Equal(TimeSpan.FromMilliseconds(200), result.Sent!.Submit);
        Assert.Equal(TimeSpan.Zero, result.Resolution!.Delivery);
        Assert.Equal(TimeSpan.FromMilliseconds(200), result.Resolution.Total);
    }

    /// <summary>
    /// In Berlin on 25 October 2026 the hour from two to three comes twice. The stamps say which one it is, and ours
    /// are in no zone.
    /// </summary>
    [Fact]
    public async Task The_hour_that_comes_twice_is_no_hour_of_delivery()
    {
        var clock = new ManualTimeProvider(new DateTimeOffset(2026, 10, 25, 0, 59, 50, TimeSpan.Zero));
        await using var world = await new DeskWorld(time: clock).StartAsync();
        var (ticket, mark) = await world.SendAsync();
        await world.IdleAsync();
        clock.Advance(TimeSpan.FromSeconds(20));
        await world.IdleAsync();
        world.Watches["a1"].Put(mark, header: """
            Received: from a0.test by a1.test with ESMTPS id 2; Sun, 25 Oct 2026 02:00:09 +0100
            Received: from prober by a0.test with ESMTPSA id 1; Sun, 25 Oct 2026 02:59:50 +0200

            """);

        var result = await ticket.Outcome.Soon();
        Assert.Equal(TimeSpan.FromSeconds(20), result.Resolution!.Delivery);
        Assert.Equal(19, result.Resolution.Hops[1].Wait!.Value.TotalSeconds, 1.0);
        Assert.False(result.Resolution.Flags.HasFlag(ProbeFlags.ClockOff));
        Assert.Equal(19, result.Resolution.ClassicSeconds);
    }
}

using System.Text;
using Rockdove.Storage;

namespace Rockdove.Prober.Tests;

/// <summary>What happens to the prober itself, and to the clock that it lives by.</summary>
public sealed class ProcessFaultTests
{
    [Fact]
    public async Task What_was_sent_before_an_end_is_recognised_by_the_next_prober()
    {
        var held = new List<FaultMail>();
        await using var world = await FaultWorld.StartAsync(world => world.Carrying = held.Add);
        await world.PlaceAllAsync();
        await world.RestAsync();
        Assert.Equal(12, world.Desk.Counts.Sent);
        await world.CloseAsync();
        held.Take(6).ToList().ForEach(mail => world.Deliver(mail)); // While nobody watches.
        await world.RestartAsync();
        await world.RestAsync();
        held.Skip(6).ToList().ForEach(mail => world.Deliver(mail));
        await world.EndAsync();
        world.Named(ProbeOutcome.Delivered, "", static _ => true);
        Assert.All(world.Results(), result => Assert.Contains("resumed", result.Flags));
        await world.CleanAsync();
    }

    [Fact]
    public async Task A_second_prober_on_one_database_is_refused_and_changes_nothing()
    {
        await using var world = await FaultWorld.StartAsync();
        await world.PlaceAllAsync();
        var refused = Assert.Throws<StoreInUseException>(() => SqliteProbeJournal.Open(world.File));
        Assert.Contains($"{Environment.ProcessId}", refused.Message, StringComparison.Ordinal);
        await world.EndAsync();
        world.Named(ProbeOutcome.Delivered, "", static _ => true);
    }

    /// <summary>maping stops for ever with 16 accounts and 5 workers.</summary>
    [Fact]
    public async Task Sixteen_accounts_finish()
    {
        await using var world = await FaultWorld.StartAsync(accounts: 16);
        await world.ProbeAllAsync();
        Assert.Equal(240, world.Results().Count);
        world.Named(ProbeOutcome.Delivered, "", static _ => true);
        await world.CleanAsync();
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    public async Task A_clock_that_is_set_changes_no_time_and_is_told(int seconds)
    {
        var held = new List<FaultMail>();
        await using var world = await FaultWorld.StartAsync(world =>
        {
            world.Time = new SteppingTimeProvider(world.Clock);
            world.Carrying = held.Add;
        });
        await world.PlaceAllAsync();
        await world.RestAsync();
        ((SteppingTimeProvider)world.Time).Step(TimeSpan.FromSeconds(seconds));
        await world.PassAsync(TimeSpan.FromSeconds(30));
        held.ForEach(mail => world.Deliver(mail));
        await world.EndAsync();
        world.Named(ProbeOutcome.Delivered, "", static _ => true);
        Assert.All(world.Results(), result =>
        {
            Assert.Equal(30, result.DeliverySeconds);
            Assert.Contains("clock_step", result.Flags);
        });
        Assert.Equal(
            RunFlags.ClockStep, await world.Desk.EndRunAsync(world.Run, TestContext.Current.CancellationToken));
    }

    /// <summary>In Berlin on 25 October 2026 the hour from two to three comes twice, and on 29 March none.</summary>
    [Theory]
    [InlineData("2026-10-25 00:59:30Z", "02:59:30 +0200", "02:00:30 +0100", 2026, 10, 25, 25)]
    [InlineData("2026-03-29 00:59:30Z", "01:59:30 +0100", "03:00:30 +0200", 2026, 3, 29, 23)]
    public async Task A_day_of_another_length_is_no_time_of_delivery(
        string start, string first, string last, int year, int month, int day, int hours)
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var held = new List<FaultMail>();
        var date = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified);
        var month3 = date.ToString("MMM", System.Globalization.CultureInfo.InvariantCulture);
        await using var world = await FaultWorld.StartAsync(
            world =>
            {
                world.Keeping = world.Keeping with { TimeZone = berlin };
                world.Carrying = held.Add;
                world.Trail = mail =>
                    $"Received: by mx.{mail.Pair.To}.test with ESMTPS; Sun, {day} {month3} {year} {last}\r\n"
                    + $"Received: by smtp.{mail.Pair.From}.test with ESMTPSA; Sun, {day} {month3} {year} {first}\r\n";
            },
            start: DateTimeOffset.Parse(start, System.Globalization.CultureInfo.InvariantCulture));
        await world.PlaceAllAsync();
        await world.PassAsync(TimeSpan.FromSeconds(60));
        held.ForEach(mail => world.Deliver(mail));
        await world.EndAsync();
        world.Named(ProbeOutcome.Delivered, "", static _ => true);
        Assert.All(world.Results(), result =>
        {
            Assert.Equal(60, result.DeliverySeconds);
            Assert.DoesNotContain("clock_off", result.Flags);
        });
        using var reader = world.Journal.OpenReader();
        var begins = new DateTimeOffset(date, berlin.GetUtcOffset(date)).ToUniversalTime();
        var span = Assert.Single(reader.Days(new("a0", "a1"), begins, begins.AddHours(hours)));
        Assert.Equal(begins, span.Start);
    }

    /// <summary>The mark is signed, so that what only looks like it is somebody's mail.</summary>
    [Fact]
    public async Task A_mark_of_another_prober_is_left_alone()
    {
        await using var world = await FaultWorld.StartAsync();
        var mark = ProbeMails.Mark(new("a0", "a2"));
        world["a2"].Imap.Deliver(ProbeMails.Ours(mark, Encoding.ASCII.GetBytes("another prober's own key")));
        await world.ProbeAllAsync();
        await world.DriveAsync(() => world["a2"].Lying().Count == 1);
        world.Named(ProbeOutcome.Delivered, "", static _ => true);
    }
}

using System.Globalization;
using System.Text;

namespace Rockdove.Prober.Tests;

/// <summary>Clocks of servers that are off, and what may be said of the times they write.</summary>
public sealed class ServerClocksTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Without_skew_the_hops_add_up()
    {
        var times = new ServerClocks().Read(
            Trail(("own.test", 1), ("relay.test", 3), ("store.test", 8)), Window(accepted: 2, seen: 10));
        Assert.Equal(["own.test", "relay.test", "store.test"], times.Hops.Select(hop => hop.By));
        Assert.Equal([null, 2, 5], times.Hops.Select(hop => (int?)hop.Wait?.TotalSeconds));
        Assert.Equal(6.5, times.Transit!.Value.TotalSeconds);
        Assert.Equal(1.5, times.Visibility!.Value.TotalSeconds);
        Assert.False(times.ClockOff);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(-100)]
    public void The_submission_server_stamps_between_RCPT_and_250_so_its_clock_is_known(int ahead)
    {
        var clocks = new ServerClocks();
        var times = clocks.Read(
            Trail(("own.test", 1 + ahead), ("store.test", 8)), Window(accepted: 2, seen: 10));
        Assert.Equal(ahead, clocks.Of("OWN.test")!.Value.Ahead.TotalSeconds, 1.0);
        Assert.Equal(ahead, times.Hops[0].Skew!.Value.TotalSeconds, 1.0);
        Assert.Equal(7, times.Hops[1].Wait!.Value.TotalSeconds, 1.0);
        Assert.Equal(Noon.AddSeconds(1 + ahead), times.Hops[0].Stamp); // As it was written.
        Assert.True(times.ClockOff);
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(-5, false)]
    [InlineData(8, true)]
    [InlineData(-8, true)]
    public void More_than_five_seconds_are_told(int ahead, bool isTold) => Assert.Equal(isTold, new ServerClocks().Read(
        Trail(("own.test", 1 + ahead), ("store.test", 5)), Window(accepted: 2, seen: 6)).ClockOff);

    [Theory]
    [InlineData(1000)]
    [InlineData(-1000)]
    public void A_later_stamp_lies_before_the_first_sight_or_its_clock_is_off(int ahead)
    {
        var times = new ServerClocks().Read(
            Trail(("own.test", 1), ("store.test", 8 + ahead)), Window(accepted: 2, seen: 10));
        Assert.Equal(ahead, times.Hops[1].Skew!.Value.TotalSeconds, 10.0);
        Assert.InRange(times.Hops[1].Wait!.Value.TotalSeconds, 0, 10);
        Assert.InRange(times.Transit!.Value.TotalSeconds, 0, 10);
        Assert.InRange(times.Visibility!.Value.TotalSeconds, 0, 10);
        Assert.True(times.ClockOff);
    }

    [Fact]
    public void A_wait_below_nothing_proves_a_clock_that_is_behind()
    {
        var clocks = new ServerClocks();
        for (var i = 0; i < 5; i++)
            clocks.Read(Trail(("own.test", 1), ("mid.test", 4), ("store.test", 9)), Window(accepted: 2, seen: 30));
        var times = clocks.Read(
            Trail(("own.test", 1), ("mid.test", 20), ("store.test", 15)), Window(accepted: 2, seen: 30));
        Assert.Equal(-5, times.Hops[2].Skew!.Value.TotalSeconds);
        Assert.Equal(0, times.Hops[2].Wait!.Value.TotalSeconds);

        // The last fifty count, and then it is forgotten.
        for (var i = 0; i < ServerClocks.Remembered; i++)
            times = clocks.Read(Trail(("own.test", 1), ("mid.test", 4), ("store.test", 9)), Window(2, 30));
        Assert.Null(times.Hops[2].Skew);
    }

    [Fact]
    public void What_is_left_below_nothing_is_no_time_at_all()
    {
        var times = new ServerClocks().Read(
            Trail(("own.test", 1), ("a.test", 9), ("b.test", 8)), Window(accepted: 2, seen: 30));
        Assert.Equal(TimeSpan.Zero, times.Hops[2].Wait);
    }

    [Fact]
    public void A_slow_session_says_nothing_of_a_clock()
    {
        var clocks = new ServerClocks();
        clocks.Read(Trail(("own.test", 1), ("store.test", 50)), Window(accepted: 40, seen: 60));
        Assert.Null(clocks.Of("own.test"));
    }

    /// <summary>It took three seconds from RCPT to 250, so its clock may be a second behind, or right.</summary>
    [Fact]
    public void A_clock_that_may_be_right_is_left_alone()
    {
        var clocks = new ServerClocks();
        var times = clocks.Read(Trail(("own.test", 1)), Window(accepted: 4, seen: 6));
        Assert.Equal(-1, clocks.Of("own.test")!.Value.Ahead.TotalSeconds);
        Assert.Null(times.Hops[0].Skew);
        times = clocks.Read(Trail(("other.test", 1), ("own.test", 3)), Window(accepted: 2, seen: 5));
        Assert.Equal((null, 2), (times.Hops[1].Skew, times.Hops[1].Wait!.Value.TotalSeconds));
    }

    [Fact]
    public void Transit_and_visibility_are_all_that_there_is()
    {
        var times = new ServerClocks().Read(
            Trail(("own.test", 1), ("store.test", 8)), Window(2, 10) with { Stored = Noon.AddSeconds(5) });
        Assert.Equal(8, (times.Transit + times.Visibility)!.Value.TotalSeconds);
    }

    [Fact]
    public void The_stores_own_date_counts_when_it_is_there()
    {
        var times = new ServerClocks().Read(
            Trail(("own.test", 1)), Window(accepted: 2, seen: 10) with { Stored = Noon.AddSeconds(7) });
        Assert.Equal(5.5, times.Transit!.Value.TotalSeconds);
        Assert.Equal(2.5, times.Visibility!.Value.TotalSeconds);
        times = new ServerClocks().Read(
            Trail(("own.test", 1)), Window(accepted: 2, seen: 10) with { Stored = Noon.AddHours(1) });
        Assert.InRange(times.Transit!.Value.TotalSeconds, 0, 10);
        Assert.True(times.ClockOff);
    }

    [Theory]
    [InlineData(0.01, 0.02, 0.03)]
    [InlineData(0.7, 0.75, 0.95)]
    [InlineData(0.9, 0.97, 1.02)]
    [InlineData(0.2, 1.1, 2.5)]
    public void Stamps_are_of_whole_seconds_but_no_step_is_longer_than_the_whole(
        double handed, double accepted, double seen)
    {
        var window = new TrailWindow(
            Noon.AddSeconds(handed), Noon.AddSeconds(accepted), Noon.AddSeconds(seen));
        foreach (var stored in (double?[])[null, Math.Floor(seen)])
        {
            var times = new ServerClocks().Read(
                Trail(("own.test", (int)accepted), ("mid.test", (int)accepted), ("store.test", (int)seen)),
                window with { Stored = stored is { } second ? Noon.AddSeconds(second) : null });
            Assert.InRange(times.Visibility!.Value.TotalSeconds, 0, seen - handed);
            Assert.InRange((times.Transit + times.Visibility)!.Value.TotalSeconds, 0, seen - handed);
            Assert.InRange(times.Hops.Sum(hop => hop.Wait?.TotalSeconds ?? 0), 0, seen - handed);
            Assert.All(times.Hops, hop => Assert.InRange(hop.Corrected!.Value, window.Handed, window.Seen));
        }
    }

    [Fact]
    public void Stamps_that_cannot_be_read_are_left_out()
    {
        var trail = Read(
            "Received: by c; nonsense\nReceived: by b; Thu, 01 Jan 2026 12:00:05 +0000\nReceived: garbage\n");
        var times = new ServerClocks().Read(trail, Window(accepted: 2, seen: 10));
        Assert.Equal(3, times.Hops.Count);
        Assert.All(times.Hops, hop => Assert.Null(hop.Wait));
        Assert.Equal(3.5, times.Transit!.Value.TotalSeconds);
        Assert.Null(new ServerClocks().Read(Read("Subject: none\n"), Window(2, 10)).Transit);
    }

    [Fact]
    public void Only_the_topmost_verdicts_are_believed()
    {
        var trail = Read("""
            Authentication-Results: mx.there.test; spf=pass smtp.mailfrom=here.test; dkim=fail reason="bad" header.d=x
            Received: by b; Thu, 01 Jan 2026 12:00:05 +0000
            Authentication-Results: mx.there.test; spf=fail

            """);
        Assert.Equal(
            [new("spf", "pass", "mx.there.test", "smtp.mailfrom=here.test"),
                new ProbeVerdict("dkim", "fail", "mx.there.test", "header.d=x")],
            trail.Verdicts());
        Assert.Empty(Read("Authentication-Results: not half of it;;; a=\n").Verdicts());
    }

    [Fact]
    public void More_than_a_hundred_hops_are_no_hops()
    {
        var fields = new StringBuilder();
        for (var i = 0; i <= ReceivedTrail.MostHops; i++)
            fields.Append(CultureInfo.InvariantCulture, $"Received: by h{i}; nonsense\n");
        Assert.Equal(ReceivedTrail.MostHops, Read(fields.ToString()).Hops.Count);
        Assert.Equal("h99", Read(fields.ToString()).Hops[0].By);
    }

    [Theory]
    [InlineData(59, false)]
    [InlineData(60, true)]
    [InlineData(1800, true)]
    [InlineData(1801, false)]
    public void A_first_wait_at_another_house_looks_like_greylisting(int seconds, bool looksSo)
    {
        var hops = new ServerClocks().Read(
            Trail(("out.own.test", 1), ("in.own.test", 1), ("mx.there.test", 1 + seconds)),
            Window(accepted: 2, seen: 4000)).Hops;
        var hints = new GreylistHints();
        var pair = new ProbePair("a", "b");
        Assert.Equal(looksSo, hints.Note(pair, hops));
        Assert.False(hints.Note(pair, hops)); // The second time it is no first contact.
        Assert.Equal(looksSo, hints.Note(new ProbePair("a", "c"), hops));
    }

    [Theory]
    [InlineData("a.example.org", "b.example.org", true)]
    [InlineData("a.example.org", "example.org", true)]
    [InlineData("a.example.co.uk", "b.other.co.uk", false)]
    [InlineData("a.example.co.uk", "b.example.co.uk", true)]
    [InlineData("example.org", "example.net", false)]
    [InlineData("a", "a", true)]
    [InlineData(null, "a", false)]
    public void A_house_is_the_end_of_a_name(string? one, string? other, bool isSame) =>
        Assert.Equal(isSame, GreylistHints.IsSameHouse(one, other));

    private static TrailWindow Window(int accepted, int seen) =>
        new(Noon.AddSeconds(1), Noon.AddSeconds(accepted), Noon.AddSeconds(seen));

    private static ReceivedTrail Trail(params (string By, int Second)[] hops) => Read(string.Concat(
        hops.Reverse().Select(hop => string.Create(
            CultureInfo.InvariantCulture,
            $"Received: by {hop.By} with ESMTP; {Noon.AddSeconds(hop.Second):ddd, dd MMM yyyy HH:mm:ss} +0000\n"))));

    private static ReceivedTrail Read(string fields) =>
        ReceivedTrail.Read($"{fields}\n".ReplaceLineEndings("\r\n").Utf8());
}

namespace Rockdove.Prober.Tests;

public sealed class RollupTests
{
    private static readonly ProbePair Way = new("a", "b");

    [Fact]
    public async Task Hours_and_days_are_summed_up_as_probes_end()
    {
        await using var results = new TemporaryJournal();
        var run = await results.RunAsync("a", "b");
        var noon = TemporaryJournal.Noon;
        foreach (var (outcome, seconds) in new (ProbeOutcome, double?)[]
        {
            (ProbeOutcome.Delivered, 2), (ProbeOutcome.Delivered, 4), (ProbeOutcome.Duplicate, 3),
            (ProbeOutcome.DeliveredSpam, 5), (ProbeOutcome.Late, 400), (ProbeOutcome.Lost, null),
            (ProbeOutcome.Bounced, null), (ProbeOutcome.AuthenticationFailed, null),
            (ProbeOutcome.SkippedForBudget, null), (ProbeOutcome.Unknown, null),
        })
        {
            await results.ProbeAsync(run, "a", "b", outcome, seconds, noon);
        }

        await results.ProbeAsync(run, "a", "b", ProbeOutcome.Delivered, 1, noon.AddHours(1));
        await results.AddAsync(run, "a", "b", noon); // It has not ended, and counts nowhere.

        using var reader = results.Journal.OpenReader();
        var hours = reader.Hours(Way, noon, noon.AddHours(2));
        Assert.Equal([noon, noon.AddHours(1)], hours.Select(hour => hour.Start));
        Assert.Equal(
            new SummedProbes(8, 3, 1, 1, 1, 2, 1, 2)
            {
                MedianSeconds = hours[0].Probes.MedianSeconds,
                P95Seconds = hours[0].Probes.P95Seconds,
                MinimumSeconds = 2,
                MaximumSeconds = 400,
                MeanSeconds = 414.0 / 5,
            },
            hours[0].Probes);
        Assert.Equal(0.5, hours[0].Probes.SuccessRatio);
        Assert.InRange(hours[0].Probes.MedianSeconds!.Value, 3.2, 6.4); // Four seconds, in its bucket.

        var day = Assert.Single(reader.Days(Way, noon.AddDays(-1), noon.AddDays(1)));
        Assert.Equal((noon.AddHours(-12), 9L), (day.Start, day.Probes.Count));
    }

    [Fact]
    public async Task Summed_up_once_more_it_is_the_same()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata"); // Its days begin at half past an hour of UTC.
        await using var results = new TemporaryJournal(new() { Syncs = false, TimeZone = zone });
        await FillAsync(results, 400);
        var before = Rollups(results);
        Assert.True(before.Count > 100);
        await results.Journal.SumUpAsync(TemporaryJournal.Cancelled);
        Assert.Equal(before, Rollups(results));
    }

    [Fact]
    public async Task With_another_zone_days_are_summed_up_anew()
    {
        await using var results = new TemporaryJournal();
        await FillAsync(results, 300);
        await results.CloseAsync();
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        results.Reopen(new() { Syncs = false, TimeZone = berlin });
        Assert.Equal(300, results.Scalar("SELECT sum(n + unmeasured) FROM rollup WHERE level = 1"));
        Assert.Equal(300, results.Scalar("SELECT sum(n + unmeasured) FROM rollup WHERE level = 0"));
        var days = new JournalDays(berlin);
        Assert.All(
            results.Query("SELECT DISTINCT bucket FROM rollup WHERE level = 1", 1).Select(row => long.Parse(
                row[0]!, System.Globalization.CultureInfo.InvariantCulture)),
            bucket => Assert.Equal(bucket, days.Start(bucket)));
    }

    [Theory]
    [InlineData(3, 29, 23)]
    [InlineData(10, 25, 25)]
    public async Task Days_on_which_clocks_are_set_hold_as_many_hours_as_they_have(int month, int day, int hours)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        await using var results = new TemporaryJournal(new() { Syncs = false, TimeZone = zone });
        var start = JournalTime.Moment(new JournalDays(zone).Start(
            new DateTimeOffset(2026, month, day, 12, 0, 0, TimeSpan.Zero).ToMicroseconds()));
        var run = await results.RunAsync("a", "b");
        for (var hour = -24; hour < hours + 24; hour++)
            await results.ProbeAsync(run, "a", "b", ProbeOutcome.Delivered, 1, start.AddHours(hour));
        using var reader = results.Journal.OpenReader();
        Assert.Equal(
            [24, hours, 24],
            reader.Days(Way, start.AddDays(-2), start.AddDays(3)).Select(one => (int)one.Probes.Count));
    }

    [Fact]
    public async Task Rows_and_columns_are_sums_of_their_pairs()
    {
        await using var results = new TemporaryJournal();
        var run = await results.RunAsync("a", "b", "c");
        var noon = TemporaryJournal.Noon;
        await results.ProbeAsync(run, "a", "b", ProbeOutcome.Delivered, 2);
        await results.ProbeAsync(run, "a", "c", ProbeOutcome.Delivered, 2);
        await results.ProbeAsync(run, "b", "c", ProbeOutcome.Lost);
        using var reader = results.Journal.OpenReader();
        Assert.Equal(
            [("a", 1.0), ("b", 0.0)],
            Ratios(reader.Senders(noon.AddHours(-1), noon.AddHours(1))));
        Assert.Equal(
            [("b", 1.0), ("c", 0.5)],
            Ratios(reader.Receivers(noon.AddDays(-30), noon.AddDays(1))));
        Assert.Empty(reader.Senders(noon.AddHours(1), noon.AddHours(2)));
    }

    /// <summary>Probes of three accounts over some days, of all outcomes.</summary>
    private static async Task FillAsync(TemporaryJournal results, int count)
    {
        var random = new Random(3);
        var run = await results.RunAsync("a", "b", "c");
        var probes = new List<Task>();
        for (var i = 0; i < count; i++)
        {
            var from = random.Next(3);
            var outcome = (ProbeOutcome)random.Next(13);
            var seconds = ProbeNames.IsGood(outcome) || outcome == ProbeOutcome.Late
                ? Math.Exp(random.NextDouble() * 9)
                : (double?)null;
            var due = TemporaryJournal.Noon + TimeSpan.FromMinutes(random.Next(5 * 24 * 60));
            probes.Add(results.ProbeAsync(
                run, Names[from], Names[(from + 1 + random.Next(2)) % 3], outcome, seconds, due));
        }

        await Task.WhenAll(probes);
    }

    private static IEnumerable<(string, double)> Ratios(IEnumerable<AccountSummary> rows) =>
        rows.Select(row => (row.Account, row.Probes.SuccessRatio!.Value));

    private static readonly string[] Names = ["a", "b", "c"];

    private static List<string> Rollups(TemporaryJournal results) =>
        [.. results.Query(
            "SELECT level, bucket, from_id, to_id, n, ok, spam, late, lost, failed, duplicate, unmeasured, timed, "
            + "min_us, p50_us, p95_us, max_us, sum_us, hex(hist) FROM rollup ORDER BY 1, 2, 3, 4", 19)
            .Select(row => string.Join(' ', row))];
}

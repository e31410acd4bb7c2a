using System.Text;

namespace Rockdove.Prober.Tests;

public sealed class RetentionTests
{
    private static DateTimeOffset Noon => TemporaryJournal.Noon;

    [Fact]
    public async Task What_is_older_goes_and_what_is_not_stays()
    {
        await using var results = new TemporaryJournal(new() { Syncs = false, GoodTranscriptsOneIn = 1 });
        var old = await results.RunAsync(Noon, "schedule", "a", "b");
        await Task.WhenAll(Enumerable.Range(0, 1200).Select(i => // More than two batches.
            results.ProbeAsync(old, "a", "b", ProbeOutcome.Delivered, 1, Noon + TimeSpan.FromSeconds(i))));
        var bad = await SaidAsync(results, old, Noon, ProbeOutcome.Lost);
        var good = await SaidAsync(results, old, Noon, ProbeOutcome.Delivered);
        var open = await results.AddAsync(old, "a", "b", Noon);
        var now = Noon + TimeSpan.FromDays(91);
        var young = await results.RunAsync(now, "schedule", "a", "b");
        var fresh = await SaidAsync(results, young, now, ProbeOutcome.Delivered);
        var rollups = results.Scalar("SELECT count(*) FROM rollup");
        var pages = results.Scalar("PRAGMA page_count");

        await results.Journal.RetainAsync(now, TemporaryJournal.Cancelled);
        Assert.Equal(
            [bad, open, fresh],
            results.Query("SELECT id FROM probe ORDER BY id", 1).Select(row => long.Parse(
                row[0]!, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.NotEqual(bad, good);
        Assert.Equal(2, results.Scalar("SELECT count(*) FROM transcript"));
        Assert.Equal(2, results.Scalar("SELECT count(*) FROM run"));
        Assert.Equal(rollups, results.Scalar("SELECT count(*) FROM rollup"));
        Assert.True(results.Scalar("PRAGMA page_count") < pages * 3 / 4, "No room was given back.");

        // Summed up once more, days whose probes are gone stay as they are.
        await results.Journal.SumUpAsync(TemporaryJournal.Cancelled);
        Assert.Equal(1203, results.Scalar("SELECT sum(n) FROM rollup WHERE level = 1"));

        await results.Journal.RetainAsync(Noon + TimeSpan.FromDays(800), TemporaryJournal.Cancelled);
        Assert.Equal([open], [results.Scalar("SELECT id FROM probe")]);
        Assert.Equal(0, results.Scalar("SELECT count(*) FROM rollup WHERE level = 0 AND bucket < 1780000000000000"));
        Assert.Equal(1203, results.Scalar("SELECT sum(n) FROM rollup WHERE level = 1"));
        Assert.Equal(1, results.Scalar("SELECT count(*) FROM run"));
        Assert.Equal(0, results.Scalar("SELECT count(*) FROM pragma_foreign_key_check"));
    }

    [Theory]
    [InlineData(3, 0, true)]
    [InlineData(3, 1, false)]
    public async Task Good_transcripts_are_kept_for_three_days_and_no_longer(int days, int ticks, bool isKept)
    {
        await using var results = new TemporaryJournal(new() { Syncs = false, GoodTranscriptsOneIn = 1 });
        await SaidAsync(results, await results.RunAsync("a", "b"), Noon, ProbeOutcome.Delivered);
        var now = Noon + TimeSpan.FromDays(days) + TimeSpan.FromMicroseconds(ticks);
        await results.Journal.RetainAsync(now, TemporaryJournal.Cancelled);
        Assert.Equal(isKept ? 1 : 0, results.Scalar("SELECT count(*) FROM transcript"));
    }

    private static async Task<long> SaidAsync(
        TemporaryJournal results, long run, DateTimeOffset at, ProbeOutcome outcome)
    {
        var probe = await results.AddAsync(run, "a", "b", at);
        await results.Journal.AddTranscriptAsync(
            probe, "a", new("smtp", at, "mx:25", Encoding.UTF8.GetBytes("S: 220"), false), TemporaryJournal.Cancelled);
        await results.Journal.ResolveAsync(probe, TemporaryJournal.End(outcome, null, at), TemporaryJournal.Cancelled);
        return probe;
    }
}

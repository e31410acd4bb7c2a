using System.Globalization;
using System.Text;

namespace Rockdove.Prober.Tests;

/// <summary>
/// How much room results take. ROCKDOVE_PROBE_RUNS=48 measures a day of ten accounts in place of two hours.
/// </summary>
public sealed class JournalSizeTests
{
    [Fact]
    public async Task A_probe_takes_few_octets()
    {
        var runs = int.Parse(
            Environment.GetEnvironmentVariable("ROCKDOVE_PROBE_RUNS") ?? "4", CultureInfo.InvariantCulture);
        await using var results = new TemporaryJournal();
        var before = results.Scalar("PRAGMA page_count");
        string[] names = [.. Enumerable.Range(0, 10).Select(i => $"account{i}")];
        for (var i = 0; i < runs; i++)
        {
            var due = TemporaryJournal.Noon.AddMinutes(30 * i);
            var run = await results.RunAsync(due, "schedule", names);
            await Task.WhenAll(
                from f in names from t in names where f != t select ProbeAsync(results, run, f, t, due));
        }

        var probes = runs * 90;
        await results.CloseAsync();
        var bytes = (results.Scalar("PRAGMA page_count") - before) * results.Scalar("PRAGMA page_size");
        var transcripts = results.Scalar("SELECT sum(length(gz) + 130) FROM transcript");
        var rollups = results.Scalar("SELECT count(*) FROM rollup");
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(
            $"{probes} probes: {bytes} octets, {bytes / probes} each; transcripts {transcripts}; {rollups} sums"));
        Assert.InRange((bytes - transcripts) / probes, 500, 4500);
    }

    private static async Task ProbeAsync(TemporaryJournal results, long run, string from, string to, DateTimeOffset due)
    {
        var random = new Random(HashCode.Combine(from, to));
        var probe = await results.AddAsync(run, from, to, due);
        await results.Journal.BeginSendingAsync(probe, due, TemporaryJournal.Cancelled);
        PhaseTime[] phases = [.. Enum.GetValues<ProbeStage>().Take(9).Select((stage, i) =>
            new PhaseTime(stage, TimeSpan.FromMilliseconds(i * 40), TimeSpan.FromMicroseconds(random.Next(90_000))))];
        await results.Journal.SentAsync(
            probe, new(due, due, TimeSpan.FromSeconds(1), phases, 2345, "4f2kX91zGz9rP", 0),
            TemporaryJournal.Cancelled);
        foreach (var protocol in new[] { "smtp", "imap" })
        {
            await results.Journal.AddTranscriptAsync(
                probe, from, new(protocol, due, $"{protocol}.{to}.example:25", Said(random), false),
                TemporaryJournal.Cancelled);
        }

        var isLost = random.Next(50) == 0;
        await results.Journal.ResolveAsync(
            probe,
            TemporaryJournal.End(
                isLost ? ProbeOutcome.Lost : ProbeOutcome.Delivered, isLost ? null : random.NextDouble() * 20, due) with
            {
                Place = new("INBOX", FolderRole.Inbox, 1_700_000_000, "123456"),
                Copies = 1,
                Transit = TimeSpan.FromSeconds(3),
                Visibility = TimeSpan.FromSeconds(1),
                Hops = isLost ? [] : [.. Enumerable.Range(0, 5).Select(i => Hop(i, due))],
                Verdicts = isLost ? [] : [new("spf", "pass", "mx.example", null), new("dkim", "pass", "mx.a", null)],
            },
            TemporaryJournal.Cancelled);
    }

    private static ProbeHop Hop(int n, DateTimeOffset at) => new(
        $"mx{n}.example.net", $"out{n}.example.org", "192.0.2.17", "ESMTPS", "TLS1.3 TLS_AES_256_GCM_SHA384", at, at,
        TimeSpan.FromSeconds(1), null,
        $"from out{n}.example.org (out{n}.example.org [192.0.2.17]) (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 "
        + $"(256/256 bits)) (No client certificate requested) by mx{n}.example.net (Postfix) with ESMTPS "
        + "id 4f2kX91zGz9rP for <probe@example.net>; Sun, 1 Mar 2026 12:00:00 +0000 (UTC)");

    /// <summary>A conversation of some forty lines, in which no two are the same.</summary>
    private static byte[] Said(Random random)
    {
        var text = new StringBuilder();
        for (var i = 0; i < 40; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"+{random.Next(900)} {(i % 2 == 0 ? 'C' : 'S')}: ")
                .Append(CultureInfo.InvariantCulture, $"250 2.1.{i} Ok: queued as {random.NextInt64():x} for you\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }
}

using System.Diagnostics;
using System.Globalization;
using Rockdove.Storage;

namespace Rockdove.Prober.Tests;

/// <summary>
/// A process that journals is killed at any moment, and the next one goes on. ROCKDOVE_KILLS has it killed more often.
/// </summary>
public sealed class KilledWriterTests
{
    private static readonly string[] Steps = ["queued", "sending", "sent", "resolved"];

    [Fact]
    public async Task What_was_kept_is_there_after_a_kill_and_what_is_open_is_resumed()
    {
        await using var results = new TemporaryJournal();
        await results.CloseAsync();
        var kills = int.Parse(
            Environment.GetEnvironmentVariable("ROCKDOVE_KILLS") ?? "5", CultureInfo.InvariantCulture);
        var told = new Dictionary<long, string[]>();
        var left = 0;
        for (var kill = 0; kill < kills; kill++)
        {
            foreach (var line in await LiveAsync(results.File, Random.Shared.Next(1, 120)))
            {
                if (line[0] == "left")
                    left++;
                else
                    told[long.Parse(line[1], CultureInfo.InvariantCulture)] = line;
            }

            await CheckAsync(results, told);
        }

        // Whoever comes last ends what is open, and then each probe that was ever begun has one outcome.
        Assert.True(left > 0 || kills < 3, "No kill has left an open probe.");
    }

    private static async Task CheckAsync(TemporaryJournal results, Dictionary<long, string[]> told)
    {
        results.Reopen();
        var open = await results.Journal.OpenProbesAsync(TemporaryJournal.Cancelled);
        using (var reader = results.Journal.OpenReader())
        {
            foreach (var (id, line) in told)
            {
                var probe = reader.Probe(id)?.Probe;
                Assert.NotNull(probe);
                var step = probe.State == "overdue" ? "sent" : probe.State;
                Assert.True(
                    Array.IndexOf(Steps, step) >= Array.IndexOf(Steps, line[0]), $"{id}: {step}, told {line[0]}.");
                if (line[0] == "resolved")
                    Assert.Equal(line[2], probe.Outcome);
            }
        }

        Assert.Equal(open.Count, results.Scalar("SELECT count(*) FROM probe WHERE outcome IS NULL"));
        var before = Rollups(results);
        await results.Journal.SumUpAsync(TemporaryJournal.Cancelled);
        Assert.Equal(before, Rollups(results));
        Assert.Equal(
            results.Scalar("SELECT count(*) FROM probe WHERE resolved IS NOT NULL"),
            results.Scalar("SELECT coalesce(sum(n + unmeasured), 0) FROM rollup WHERE level = 0"));
        Assert.Equal("ok", results.Query("PRAGMA integrity_check", 1)[0][0]);
        Assert.Equal(0, results.Scalar("SELECT count(*) FROM pragma_foreign_key_check"));
        await results.CloseAsync();
    }

    /// <summary>One life of the writer: it is killed when it has told so much.</summary>
    private static async Task<List<string[]>> LiveAsync(string file, int lines)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Rockdove.JournalWriter"))
        {
            RedirectStandardOutput = true,
            ArgumentList = { file },
        };
        start.Environment["DOTNET_EnableDiagnostics"] = "0"; // Who is killed does not remove its pipes for debuggers.
        using var writer = Process.Start(start)!;
        var told = new List<string[]>();
        try
        {
            while (await writer.StandardOutput.ReadLineAsync(TemporaryJournal.Cancelled).AsTask()
                .WaitAsync(Patience, TemporaryJournal.Cancelled) is { } line)
            {
                if (line.Split(' ') is { Length: 4 } words && words[3] == ".")
                    told.Add(words);
                if (told.Count == 1)
                    AssertIsRefused(file, writer.Id);
                if (told.Count == lines)
                    writer.Kill();
            }

            await writer.WaitForExitAsync(TemporaryJournal.Cancelled).WaitAsync(Patience, TemporaryJournal.Cancelled);
            Assert.Equal(KilledBySignal, writer.ExitCode);
        }
        finally
        {
            if (!writer.HasExited)
                writer.Kill();
        }

        return told;
    }

    private static void AssertIsRefused(string file, int process) => Assert.Contains(
        $"in use by process {process.ToString(CultureInfo.InvariantCulture)}.",
        Assert.Throws<StoreInUseException>(() => SqliteProbeJournal.Open(file)).Message,
        StringComparison.Ordinal);

    private static List<string> Rollups(TemporaryJournal results) =>
        [.. results.Query("SELECT level, bucket, from_id, to_id, n, ok, late, sum_us, hex(hist) FROM rollup", 9)
            .Select(row => string.Join(' ', row))];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const int KilledBySignal = 137;
}

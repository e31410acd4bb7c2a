using System.Diagnostics;
using System.Globalization;
using Rockdove.Configuration;
using Rockdove.Prober;
using Rockdove.Storage;

namespace Rockdove.Cli;

/// <summary>One run of the prober, from its configuration to the last result.</summary>
internal sealed class PingRun(IReadOnlyList<string> files, string? database)
{
    public bool IsClassic { get; init; }

    public bool Json { get; init; }

    /// <summary>Says what the configuration would do.</summary>
    public int Check()
    {
        if (Read() is not { } configuration)
            return ExitCode.Usage;
        PingPlan.Print(configuration, database ?? configuration.Database, Console.Out);
        return ExitCode.Ok;
    }

    public async Task<int> RunAsync(CancellationToken stop)
    {
        if (Read() is not { } configuration)
            return ExitCode.Usage;
        try
        {
            await using var parts = PingParts.Open(configuration, database ?? configuration.Database);
            await using var desk = parts.Desk();
            await desk.StartAsync(stop);
            var pairs = IsClassic
                ? ClassicPairs.Of([.. configuration.Accounts.Select(account => account.Name)])
                : configuration.Pairs;
            var run = new SingleRun(desk, pairs) { ClassicWorkers = IsClassic ? configuration.Workers : 0 };
            return await TellAsync(run, pairs, stop);
        }
        catch (Exception error) when (error is StoreException or IOException or UnauthorizedAccessException
            or InvalidOperationException { InnerException: not null })
        {
            // What broke a desk is behind what it says; a mistake of ours is told with its place.
            var reason = error is InvalidOperationException ? error.InnerException! : error;
            ErrorLine.Write(reason is UnreachableException ? $"{reason}" : reason.Message);
            return ExitCode.Failed;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            ErrorLine.Write("stopped; what is under way is looked for by the next run");
            return ExitCode.Failed;
        }
    }

    private async Task<int> TellAsync(SingleRun run, IReadOnlyList<ProbePair> pairs, CancellationToken stop)
    {
        var width = pairs.Select(pair => $"{pair}".Length).DefaultIfEmpty().Max();
        var results = new List<ProbeReport>(pairs.Count);
        var started = Stopwatch.GetTimestamp();
        using var progress = ProgressLine.OnTerminal();
        progress.Show(0, pairs.Count, "pairs");
        await foreach (var result in run.RunAsync(stop))
        {
            results.Add(result);
            progress.Dispose(); // A line of a result takes its place.
            Console.Out.WriteLine(Json ? PingReport.Json(result) : PingReport.Line(result, width));
            progress.Show(results.Count, pairs.Count, "pairs");
        }

        progress.Dispose();
        var code = PingExitCode.Of(results, run.Flags);
        Summarise(run, results, Stopwatch.GetElapsedTime(started), code);
        return code;
    }

    private void Summarise(SingleRun run, List<ProbeReport> results, TimeSpan elapsed, int code)
    {
        var passed = results.Count(result => result.IsPassed);
        if (Json)
        {
            Console.Out.WriteLine(PingReport.Json(new PingSummaryJson(
                run.Id, results.Count, passed, Math.Round(elapsed.TotalSeconds, 3),
                run.Flags.HasFlag(RunFlags.ProberOffline), run.Flags.HasFlag(RunFlags.ClockStep), code)));
            return;
        }

        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{passed} of {results.Count} pairs passed in {PingReport.Time(elapsed)} (run {run.Id})"));
        if (run.Flags.HasFlag(RunFlags.ProberOffline))
            ErrorLine.Write("nobody could be reached: look at this machine and its network first");
        if (run.Flags.HasFlag(RunFlags.ClockStep))
            ErrorLine.Write("the clock of this machine was set while it ran; times of delivery are right all the same");
    }

    /// <summary>Reads the configuration; null when it cannot be used, and standard error says why.</summary>
    private ProberConfiguration? Read()
    {
        try
        {
            var configuration = PingConfigurationFile.Read(files, []);
            foreach (var warning in configuration.Warnings)
                ErrorLine.Write(warning);
            return configuration;
        }
        catch (ConfigurationException error)
        {
            foreach (var mistake in error.Mistakes)
                ErrorLine.Write($"{mistake}");
            return null;
        }
    }
}

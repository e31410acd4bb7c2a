using System.Diagnostics;
using System.Text.Json;

namespace Rockdove.Cli;

/// <summary>Sends one message many times over some sessions, and says how fast that was.</summary>
internal static class LoadRun
{
    public static async Task<int> RunAsync(
        SendPlan plan, TextWriter output, Action<string> complain, CancellationToken stop)
    {
        var options = plan.Verbose
            ? plan.Connection with { TranscriptGrew = new TranscriptPrinter().Print }
            : plan.Connection;
        var progress = new LoadProgress(plan.Count);
        var start = Stopwatch.GetTimestamp();
        var sessions = Enumerable.Range(0, plan.Sessions)
            .Select(_ => new LoadSession(plan, options, progress))
            .ToList();
        using var finished = new CancellationTokenSource();
        var showing = Console.IsErrorRedirected || plan.Quiet || plan.Verbose
            ? Task.CompletedTask
            : progress.ShowAsync(finished.Token);
        await Task.WhenAll(sessions.Select(session => Task.Run(() => session.RunAsync(stop), CancellationToken.None)));
        var elapsed = Stopwatch.GetElapsedTime(start);
        await finished.CancelAsync();
        await showing;

        var totals = new LoadTotals();
        sessions.ForEach(session => totals.Add(session.Totals));
        var report = LoadReport.Of(plan, totals, elapsed);
        if (plan.Json)
            output.WriteLine(JsonSerializer.Serialize(report, SendJson.Default.LoadReport));
        else if (!plan.Quiet)
            report.Print(output);
        foreach (var failure in plan.Json ? [] : report.Failures)
            complain($"{failure.Phase}: {failure.Count} times: {failure.Reply}");
        return report.ExitCode;
    }
}

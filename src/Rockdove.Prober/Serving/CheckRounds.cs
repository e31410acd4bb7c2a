using Microsoft.Extensions.Logging;

namespace Rockdove.Prober;

/// <summary>Looks at domains and servers every few hours, and keeps what was found.</summary>
internal sealed class CheckRounds(
    IReadOnlyList<PlannedCheck> checks, Func<PlannedCheck, CancellationToken, Task<CheckReport>> look, TimeSpan every,
    SqliteProbeJournal journal, ProbeReader reader, AlertDesk alerts, TimeProvider time, ILogger log)
{
    /// <summary>Goes on until it is cancelled. A round that an earlier process made counts.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var known = reader.Checks();
        var isNew = checks.Any(check => known.All(one => one.Subject != $"{check.Target}"));
        var last = isNew ? default : known.Max(one => one.Checked);
        while (checks.Count > 0)
        {
            var wait = last + every - time.GetUtcNow();
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait < every ? wait : every, time, stop); // The clock may have been set.
            await LookAtAllAsync(stop);
            last = time.GetUtcNow();
        }
    }

    private async Task LookAtAllAsync(CancellationToken stop)
    {
        var begun = time.GetUtcNow();
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var check in checks)
        {
            var report = await look(check, stop);
            if (HasNewFailure(report))
            {
                // One look may meet a server that is just restarting.
                await Task.Delay(Breath, time, stop);
                report = await look(check, stop);
            }

            await KeepAsync(check, report, told, stop);
        }

        await journal.ForgetChecksAsync(begun, stop);
        await alerts.ForgetChecksAsync(told, stop);
    }

    private bool HasNewFailure(CheckReport report)
    {
        var before = reader.Checks().ToDictionary(one => (one.Check, one.Subject), one => one.Status);
        return Merged(report).Any(one => one.Status == (int)CheckStatus.Fail
            && before.GetValueOrDefault((one.Check, one.Subject)) != (int)CheckStatus.Fail);
    }

    private async Task KeepAsync(
        PlannedCheck check, CheckReport report, HashSet<string> told, CancellationToken stop)
    {
        foreach (var found in Merged(report))
        {
            await journal.KeepAsync(found, stop);
            if (!check.IsOwn)
                continue;
            told.Add(CheckAlerts.SubjectOf(found));
            await alerts.AddCheckAsync(found, stop);
        }

        foreach (var certificate in report.Certificates)
            await journal.KeepAsync(certificate, stop);
        log.Checked($"{report.Target}", CheckNames.Of(report.Worst));
    }

    /// <summary>A subject has one state for each check: the worst, with all that was said.</summary>
    private IEnumerable<KeptCheck> Merged(CheckReport report) => report.Results
        .GroupBy(result => (result.Subject, result.Check))
        .Select(group => new KeptCheck(
            group.Key.Subject,
            group.Key.Check,
            (int)group.MaxBy(result => result.Status == CheckStatus.Untested ? -1 : (int)result.Status)!.Status,
            time.GetUtcNow(),
            string.Join(' ', group.OrderByDescending(result => result.Status).Select(result => result.What))));

    /// <summary>Before what fails is looked at again.</summary>
    internal static readonly TimeSpan Breath = TimeSpan.FromSeconds(30);
}

namespace Rockdove.Prober.Tests;

/// <summary>A machine with one rule, a minute for each result; it checks that alerts begin and end in turn.</summary>
internal sealed class DrivenAlerts(AlertRule rule, int accounts, params MaintenanceWindow[] windows)
{
    private readonly Dictionary<string, AlertChange> _open = [];
    private readonly List<ProbeResult> _given = [];
    private long _probe;

    public AlertMachine Machine { get; } =
        new([rule], Verdicts.Pairs(accounts), windows, TimeZoneInfo.Utc, TemporaryJournal.Noon);

    public DateTimeOffset Now { get; private set; } = TemporaryJournal.Noon;

    /// <summary>What is open, in order.</summary>
    public IEnumerable<string> Open => _open.Keys.Order(StringComparer.Ordinal);

    /// <summary>What is open, as it would have been kept.</summary>
    private IEnumerable<AlertEntry> Entries => _open.Values.Select((change, id) => new AlertEntry(
        id, change.Rule.Name, change.Subject, change.Kind == AlertChangeKind.Flapping ? "flapping" : "firing",
        change.Since, change.At, null, change.Detail));

    /// <summary>As after a stop of the program.</summary>
    public void TakeUp(DrivenAlerts before)
    {
        Machine.Restore(before.Entries, before._given);
        Now = before.Now;
        foreach (var (subject, change) in before._open)
            _open.Add(subject, change);
    }

    /// <summary>Results of a pair: + came, - did not.</summary>
    public List<AlertChange> Results(ProbePair pair, string results) =>
        [.. results.SelectMany(result => result == '+'
            ? Result(pair, ProbeOutcome.Delivered, 1)
            : Result(pair, ProbeOutcome.Lost))];

    /// <summary>Results of every pair.</summary>
    public void All(string results)
    {
        foreach (var pair in Verdicts.Pairs(accounts))
            Results(pair, results);
    }

    public IReadOnlyList<AlertChange> Result(ProbePair pair, ProbeOutcome outcome, double? seconds = null)
    {
        Now += TimeSpan.FromMinutes(1);
        var result = new ProbeResult(
            ++_probe, pair, outcome, seconds is { } known ? TimeSpan.FromSeconds(known) : null, Now,
            outcome == ProbeOutcome.Lost ? "It failed." : null);
        _given.Add(result);
        return Followed(Machine.Add(result));
    }

    public IReadOnlyList<AlertChange> Tick(TimeSpan time)
    {
        Now += time;
        return Followed(Machine.Tick(Now));
    }

    private IReadOnlyList<AlertChange> Followed(IReadOnlyList<AlertChange> changes)
    {
        foreach (var change in changes)
        {
            var isOpen = _open.TryGetValue(change.Subject, out var before);
            switch (change.Kind)
            {
                case AlertChangeKind.Opened or AlertChangeKind.Flapping:
                    Assert.False(isOpen && before!.Kind == change.Kind, $"{change.Subject} begins twice.");
                    _open[change.Subject] = change;
                    break;
                case AlertChangeKind.Reminded:
                    Assert.True(isOpen);
                    break;
                default:
                    Assert.True(_open.Remove(change.Subject), $"{change.Subject} ends and never began.");
                    break;
            }
        }

        return changes;
    }
}

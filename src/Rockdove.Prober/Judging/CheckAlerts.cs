namespace Rockdove.Prober;

/// <summary>
/// Decides when an alert about a check begins and ends: with a warning or a failure, and when it is well again. That
/// nobody knows changes nothing. Pure, as <see cref="AlertMachine"/>.
/// </summary>
/// <param name="channels">Who is told.</param>
internal sealed class CheckAlerts(IReadOnlyList<string> channels)
{
    private readonly Dictionary<string, AlertChange> _open = new(StringComparer.Ordinal);

    /// <summary>What alerts of checks are kept under.</summary>
    public AlertRule Rule { get; } = new() { Name = RuleName, Channels = channels };

    public static string SubjectOf(KeptCheck found) => $"{found.Check} of {found.Subject}";

    /// <summary>Takes up an alert that was open when the program was stopped.</summary>
    public void Restore(AlertEntry alert) => _open[alert.Subject] = new(
        AlertChangeKind.Opened, Rule, alert.Subject, alert.Since, alert.Updated, alert.Detail);

    /// <summary>Something was found.</summary>
    public IReadOnlyList<AlertChange> Add(KeptCheck found)
    {
        var subject = SubjectOf(found);
        var isOpen = _open.TryGetValue(subject, out var open);
        var isBad = (CheckStatus)found.Status is CheckStatus.Warning or CheckStatus.Fail;
        var isGood = (CheckStatus)found.Status is CheckStatus.Ok or CheckStatus.Notice;
        if (isBad && (!isOpen || IsWorse(found, open!)))
        {
            var change = new AlertChange(
                AlertChangeKind.Opened, Rule, subject, open?.Since ?? found.At, found.At, Detail(found));
            _open[subject] = change;
            return [change];
        }

        if (!isGood || !isOpen)
            return [];
        _open.Remove(subject);
        return [open! with { Kind = AlertChangeKind.Recovered, At = found.At, Detail = Detail(found) }];
    }

    /// <summary>Ends alerts about what is not looked at any more. Nobody is told.</summary>
    /// <param name="looked">What was looked at.</param>
    /// <param name="now">The time.</param>
    public IReadOnlyList<AlertChange> Forget(IReadOnlySet<string> looked, DateTimeOffset now)
    {
        List<AlertChange> gone =
        [
            .. _open.Values.Where(open => !looked.Contains(open.Subject))
                .Select(open => open with { Kind = AlertChangeKind.Superseded, At = now }),
        ];
        foreach (var one in gone)
            _open.Remove(one.Subject);
        return gone;
    }

    /// <summary>A certificate that ends soon has been told of; one that has ended is worth another word.</summary>
    private static bool IsWorse(KeptCheck found, AlertChange open) =>
        found.Status == (int)CheckStatus.Fail && open.Detail.Failed < found.Status;

    private static AlertDetail Detail(KeptCheck found) =>
        new() { Blame = Blame, Failed = found.Status, Error = found.Value };

    /// <summary>No rule of a configuration may be called so.</summary>
    internal const string RuleName = "checks";

    internal const string Blame = "check";
}

namespace Rockdove.Prober;

/// <summary>What is to be known of a run beside its probes, while it goes on.</summary>
internal sealed class RunTally
{
    private readonly Dictionary<string, bool> _senders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _mailboxes = new(StringComparer.Ordinal);

    public bool HasClockStep { get; set; }

    public RunFlags Flags =>
        (HasClockStep ? RunFlags.ClockStep : RunFlags.None)
        | (IsOffline ? RunFlags.ProberOffline : RunFlags.None);

    /// <summary>A session has ended.</summary>
    public void Note(string sender, SendReport report) => Note(_senders, sender, report.Failure);

    /// <summary>A mailbox was looked into, or could not be.</summary>
    public void Note(MailboxSide side)
    {
        if (side.IsKnown)
            Note(_mailboxes, side.Watch.Account.Name, side.Failure);
    }

    /// <summary>
    /// Where mailboxes cannot be reached either, nothing is sent to them, so that their senders are not even tried.
    /// </summary>
    private bool IsOffline => IsOfMost(_senders) || (!_senders.ContainsValue(true) && IsOfMost(_mailboxes));

    /// <summary>
    /// More than four of five never got a connection: then it is not the servers. One alone proves nothing.
    /// </summary>
    private static bool IsOfMost(Dictionary<string, bool> reached) =>
        reached.Count > 1 && reached.Values.Count(isReached => !isReached) > reached.Count * 0.8;

    private static void Note(Dictionary<string, bool> reached, string name, ProbeFailure? failure)
    {
        var isReached = failure?.Stage is not (ProbeStage.Dns or ProbeStage.Connect);
        reached[name] = isReached || reached.GetValueOrDefault(name);
    }
}

namespace Rockdove.Prober;

/// <summary>What is to be known of a run beside its probes, while it goes on.</summary>
internal sealed class RunTally
{
    private readonly Dictionary<string, bool> _reached = new(StringComparer.Ordinal);

    public bool HasClockStep { get; set; }

    public RunFlags Flags =>
        (HasClockStep ? RunFlags.ClockStep : RunFlags.None)
        | (IsOffline ? RunFlags.ProberOffline : RunFlags.None);

    /// <summary>A session has ended.</summary>
    public void Note(string sender, SendReport report)
    {
        var isReached = report.Failure?.Stage is not (ProbeStage.Dns or ProbeStage.Connect);
        _reached[sender] = isReached || _reached.GetValueOrDefault(sender);
    }

    /// <summary>
    /// More than four of five senders never got a connection: then it is not the servers. One sender alone proves
    /// nothing.
    /// </summary>
    private bool IsOffline =>
        _reached.Count > 1 && _reached.Values.Count(isReached => !isReached) > _reached.Count * 0.8;
}

using Rockdove.Prober;

namespace Rockdove.Cli;

/// <summary>How <c>rockdove ping</c> ends. Scripts depend on these.</summary>
internal static class PingExitCode
{
    /// <summary>Every mail came, but some among the spam, late or twice.</summary>
    public const int Poorly = 3;

    /// <summary>Some did not come, or could not be sent or looked for.</summary>
    public const int Missing = 4;

    /// <summary>Nobody could be reached: this machine or its network is at fault.</summary>
    public const int Offline = 5;

    public static int Of(IReadOnlyCollection<ProbeReport> results, RunFlags flags)
    {
        if (results.All(result => result.IsPassed))
            return ExitCode.Ok;
        if (flags.HasFlag(RunFlags.ProberOffline))
            return Offline;
        return results.All(result => result.Outcome is ProbeOutcome.Delivered or ProbeOutcome.DeliveredSpam
            or ProbeOutcome.Late or ProbeOutcome.Duplicate)
                ? Poorly
                : Missing;
    }
}

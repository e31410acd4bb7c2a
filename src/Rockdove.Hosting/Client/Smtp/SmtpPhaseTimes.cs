using Rockdove.Smtp;

namespace Rockdove.Hosting;

/// <summary>How long each phase of a client connection took.</summary>
/// <remarks>
/// In a pipeline, the wait for all replies of a batch counts for the command whose reply was the next to come, so ask
/// for no pipelining to time each command by itself.
/// </remarks>
public sealed class SmtpPhaseTimes : PhaseTimes<SmtpClientPhase>
{
    public SmtpPhaseTimes()
        : base(SmtpClientPhase.Ready)
    {
    }

    /// <summary>What has been added since <paramref name="earlier"/> was copied from the same connection.</summary>
    public SmtpPhaseTimes Since(SmtpPhaseTimes earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        var since = Copy();
        since.Add(earlier, isNegative: true);
        return since;
    }

    /// <summary>The times as they are now.</summary>
    public SmtpPhaseTimes Copy()
    {
        var copy = new SmtpPhaseTimes();
        copy.Add(this);
        return copy;
    }
}

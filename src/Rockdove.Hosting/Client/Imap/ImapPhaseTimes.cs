using Rockdove.Imap;

namespace Rockdove.Hosting;

/// <summary>How long each phase of an IMAP connection took.</summary>
public sealed class ImapPhaseTimes : PhaseTimes<ImapClientPhase>
{
    internal ImapPhaseTimes()
        : base(ImapClientPhase.Ready)
    {
    }
}

using Rockdove.Pop3;

namespace Rockdove.Hosting;

/// <summary>How long each phase of a POP3 connection took.</summary>
public sealed class Pop3PhaseTimes : PhaseTimes<Pop3ClientPhase>
{
    internal Pop3PhaseTimes()
        : base(Pop3ClientPhase.Ready)
    {
    }
}

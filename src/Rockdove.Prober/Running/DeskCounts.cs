namespace Rockdove.Prober;

/// <summary>
/// Where the probes of a desk are, at one moment. Each that was ever placed or resumed is in exactly one of these.
/// </summary>
/// <param name="Placed">All of them.</param>
/// <param name="Queued">They wait for their turn.</param>
/// <param name="Sending">They are being sent, or will be once more, or nobody knows.</param>
/// <param name="Sent">A server has taken them.</param>
/// <param name="Overdue">So too, and longer ago than the soft deadline.</param>
/// <param name="Resolved">They have an outcome.</param>
public sealed record DeskCounts(int Placed, int Queued, int Sending, int Sent, int Overdue, int Resolved)
{
    internal DeskCounts Add(ProbeState state) => With(state, 1) with { Placed = Placed + 1 };

    internal DeskCounts Move(ProbeState from, ProbeState to) => With(from, -1).With(to, 1);

    private DeskCounts With(ProbeState state, int change) => state switch
    {
        ProbeState.Queued => this with { Queued = Queued + change },
        ProbeState.Sending => this with { Sending = Sending + change },
        ProbeState.Sent => this with { Sent = Sent + change },
        ProbeState.Overdue => this with { Overdue = Overdue + change },
        _ => this with { Resolved = Resolved + change },
    };
}

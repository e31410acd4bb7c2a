namespace Rockdove.Prober;

/// <summary>A probe as it stands: overdue, or with its outcome.</summary>
/// <param name="Id">Its id in the journal.</param>
/// <param name="Run">The set that it belongs to.</param>
/// <param name="Pair">Between whom.</param>
/// <param name="State">How far it came.</param>
public sealed record ProbeReport(long Id, long Run, ProbePair Pair, ProbeState State)
{
    /// <summary>When it was handed in; null when it was not.</summary>
    public SentProbe? Sent { get; init; }

    /// <summary>How it ended; null while it is under way.</summary>
    public ProbeResolution? Resolution { get; init; }

    /// <summary>What became of it; null while it is under way.</summary>
    public ProbeOutcome? Outcome => Resolution?.Outcome;

    /// <summary>True when it lies in the mailbox, once and in time.</summary>
    public bool IsPassed => Outcome == ProbeOutcome.Delivered;
}

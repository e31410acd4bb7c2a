namespace Rockdove.Prober;

/// <summary>A probe that a desk has taken.</summary>
public sealed class ProbeTicket
{
    internal ProbeTicket(long id, long run, ProbePair pair) => (Id, Run, Pair) = (id, run, pair);

    /// <summary>Its id in the journal.</summary>
    public long Id { get; }

    public long Run { get; }

    public ProbePair Pair { get; }

    /// <summary>Ends with the outcome, or with the soft deadline before it.</summary>
    public Task<ProbeResult> Verdict => Told.Task;

    /// <summary>Ends with the outcome.</summary>
    public Task<ProbeResult> Outcome => Ended.Task;

    internal TaskCompletionSource<ProbeResult> Told { get; } =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal TaskCompletionSource<ProbeResult> Ended { get; } =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}

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
    public Task<ProbeReport> Verdict => Told.Task;

    /// <summary>Ends with the outcome.</summary>
    public Task<ProbeReport> Outcome => Ended.Task;

    /// <summary>False while it waits for its turn.</summary>
    internal bool HasBegun
    {
        get => Volatile.Read(ref field);
        set => Volatile.Write(ref field, value);
    }

    internal TaskCompletionSource<ProbeReport> Told { get; } =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal TaskCompletionSource<ProbeReport> Ended { get; } =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}

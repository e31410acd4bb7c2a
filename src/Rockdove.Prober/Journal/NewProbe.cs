namespace Rockdove.Prober;

/// <summary>A probe that waits for its turn.</summary>
/// <param name="Run">The set that it belongs to.</param>
/// <param name="Pair">Between whom.</param>
/// <param name="Token">What it is known by.</param>
/// <param name="MessageId">Its Message-ID, without angle brackets.</param>
/// <param name="Due">When its turn is.</param>
public sealed record NewProbe(long Run, ProbePair Pair, ProbeToken Token, string MessageId, DateTimeOffset Due);

/// <summary>A probe that has no outcome yet.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Probe">What it is.</param>
/// <param name="State">How far it came.</param>
/// <param name="Started">When sending began.</param>
/// <param name="Accepted">When a server took it.</param>
public sealed record OpenProbe(
    long Id, NewProbe Probe, ProbeState State, DateTimeOffset? Started, DateTimeOffset? Accepted);

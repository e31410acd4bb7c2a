namespace Rockdove.Prober;

/// <summary>Whether mail of a pair comes through.</summary>
/// <param name="Pair">Which.</param>
/// <param name="IsFailed">True when it does not, or not in time.</param>
public readonly record struct PairVerdict(ProbePair Pair, bool IsFailed);

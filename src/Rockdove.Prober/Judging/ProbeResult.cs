namespace Rockdove.Prober;

/// <summary>How a probe ended, as far as alerts look at it.</summary>
/// <param name="Probe">Its number, by which its transcripts are found.</param>
/// <param name="Pair">Between whom.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Delivery">How long it took; null when it did not come.</param>
/// <param name="At">When that was known.</param>
/// <param name="Error">What went wrong; null when nothing did.</param>
public sealed record ProbeResult(
    long Probe, ProbePair Pair, ProbeOutcome Outcome, TimeSpan? Delivery, DateTimeOffset At, string? Error);

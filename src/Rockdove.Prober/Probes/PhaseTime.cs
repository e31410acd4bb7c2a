namespace Rockdove.Prober;

/// <summary>One step of a session on our clock.</summary>
/// <param name="Stage">Which.</param>
/// <param name="Start">When it began, from the beginning of the session.</param>
/// <param name="Length">How long it took.</param>
public readonly record struct PhaseTime(ProbeStage Stage, TimeSpan Start, TimeSpan Length);

namespace Rockdove.Prober;

/// <summary>A set of probes that belong together.</summary>
/// <param name="Started">When it began; maping's <c>timestamp</c> is its second.</param>
/// <param name="Trigger">Why: <c>once</c>, <c>schedule</c>, <c>request</c>.</param>
/// <param name="Round">The round of the tournament; null outside one.</param>
/// <param name="Accounts">Who takes part, in the order of the configuration.</param>
/// <param name="Body">The text that is sent, for maping's view; null when it does not matter.</param>
public sealed record ProbeRun(
    DateTimeOffset Started, string Trigger, int? Round, IReadOnlyList<ProbeAccount> Accounts, string? Body = null);

/// <summary>What is to be known of a run beside its probes.</summary>
[Flags]
public enum RunFlags : byte
{
    None = 0,

    /// <summary>Nobody could be reached: the prober or its network is at fault.</summary>
    ProberOffline = 1,

    /// <summary>The wall clock was set while it ran.</summary>
    ClockStep = 2,
}

namespace Rockdove.Prober;

/// <summary>What became of a wish for a probe.</summary>
/// <param name="Status">Whether it is on its way.</param>
/// <param name="Probe">Its number, by which it can be asked for; null when it is not.</param>
/// <param name="Reason">Why not, in words; null when it is.</param>
public sealed record ProbeNowAnswer(ProbeNowStatus Status, long? Probe, string? Reason);

/// <summary>Whether a probe that somebody wishes is on its way.</summary>
public enum ProbeNowStatus : byte
{
    /// <summary>It is.</summary>
    Accepted,

    /// <summary>Nobody measures this pair.</summary>
    UnknownPair,

    /// <summary>The account may not send so much, or has to pause.</summary>
    NotNow,
}

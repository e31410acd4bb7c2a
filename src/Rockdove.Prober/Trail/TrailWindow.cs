namespace Rockdove.Prober;

/// <summary>What our own clock says about one mail: other clocks are read against it.</summary>
/// <param name="Handed">When the server said that it wants the mail (the reply to RCPT).</param>
/// <param name="Accepted">When it said that it has it (the final 250).</param>
/// <param name="Seen">When it was first seen in the mailbox.</param>
internal readonly record struct TrailWindow(DateTimeOffset Handed, DateTimeOffset Accepted, DateTimeOffset Seen)
{
    /// <summary>INTERNALDATE; null when the store gives none.</summary>
    public DateTimeOffset? Stored { get; init; }

    /// <summary>Whose date that is: the server of the mailbox.</summary>
    public string Store { get; init; } = "";
}

/// <summary>How far a server's clock is ahead of ours.</summary>
/// <param name="Ahead">Negative when it is behind.</param>
/// <param name="Error">The truth lies between this much less and this much more.</param>
internal readonly record struct ClockOffset(TimeSpan Ahead, TimeSpan Error)
{
    /// <summary>True when it is off by so much that people are told.</summary>
    public bool IsNotable => Ahead.Duration() - Error > Notable;

    /// <summary>Less is what a server without exact time has, and hurts nobody.</summary>
    private static readonly TimeSpan Notable = TimeSpan.FromSeconds(5);
}

/// <summary>A trail with its clocks set right.</summary>
/// <param name="Hops">First hop first.</param>
/// <param name="Transit">From the final 250 to the last stamp; null when there is none. Never negative.</param>
/// <param name="Visibility">From the last stamp to the first sight; null as before. Never negative.</param>
/// <param name="ClockOff">True when a server's clock is off by more than five seconds.</param>
internal sealed record TrailTimes(
    IReadOnlyList<ProbeHop> Hops, TimeSpan? Transit, TimeSpan? Visibility, bool ClockOff);

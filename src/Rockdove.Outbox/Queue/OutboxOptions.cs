namespace Rockdove.Outbox;

/// <summary>How much is queued, how long, and how often it is tried.</summary>
public sealed record OutboxOptions
{
    /// <summary>Items that wait at a time. Each costs a kilobyte of memory beside its content.</summary>
    public int MostWaiting { get; init; } = 10_000;

    /// <summary>
    /// Octets of content, of what waits and of what has failed and may be tried again. Half of what a catcher keeps in
    /// memory.
    /// </summary>
    public long MostBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>
    /// Items that have ended and are still shown; the oldest ones go. What a page of people looks through.
    /// </summary>
    public int KeptEnded { get; init; } = 1000;

    /// <summary>
    /// Attempts for one item. With the delays here the twelfth comes after some two and a half hours.
    /// </summary>
    public int MostAttempts { get; init; } = 12;

    /// <summary>How long an item may wait. A day: nobody who develops waits longer for a server to come back.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Before the second attempt; doubled before each further one.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The delay grows no further. An hour: RFC 5321 section 4.5.4.1 speaks of thirty minutes at least.
    /// </summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// A delay is longer or shorter by at most this part, so that what failed together does not return together.
    /// </summary>
    public double Jitter { get; init; } = 0.2;

    /// <summary>Attempts at a time.</summary>
    public int Parallel { get; init; } = 8;

    /// <summary>Attempts at a time by one route or webhook: one that hangs leaves room for the others.</summary>
    public int ParallelEach { get; init; } = 2;

    /// <summary>Throws when a setting makes no sense.</summary>
    /// <exception cref="ArgumentException">Names the setting.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MostWaiting, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MostBytes, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(KeptEnded);
        ArgumentOutOfRangeException.ThrowIfLessThan(MostAttempts, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(LongestWait, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(FirstDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(LongestDelay, FirstDelay);
        ArgumentOutOfRangeException.ThrowIfNegative(Jitter);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Jitter, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Parallel, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ParallelEach, 1);
    }

    /// <summary>How long to wait after an attempt.</summary>
    /// <param name="attempts">Those that have been, from 1 on.</param>
    /// <param name="chance">From 0 to below 1.</param>
    internal TimeSpan DelayAfter(int attempts, double chance)
    {
        var grown = FirstDelay * Math.Pow(2, Math.Min(attempts - 1, MostDoublings));
        var delay = grown < LongestDelay ? grown : LongestDelay;
        return delay * (1 + Jitter * (2 * chance - 1));
    }

    /// <summary>A second, doubled so often, is longer than any delay.</summary>
    private const int MostDoublings = 30;
}

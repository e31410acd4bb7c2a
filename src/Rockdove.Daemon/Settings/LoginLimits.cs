namespace Rockdove.Daemon;

/// <summary>How often somebody may be wrong about a password before it costs them.</summary>
public sealed record LoginLimits
{
    /// <summary>Failures in a row, of one account or one address, that cost nothing: people mistype.</summary>
    public int FailuresBeforeDelay { get; init; } = 2;

    /// <summary>What the next attempt then waits, doubled by each further failure.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest such wait: longer ones hold more connections than they stop.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Failures from one address (IPv6: one /64) that lock it out of all accounts. An office behind one address has
    /// some programs with an old password.
    /// </summary>
    public int FailuresPerClient { get; init; } = 30;

    /// <summary>
    /// Failures for one account, from wherever, that lock it, but for addresses from which somebody has logged in to it
    /// before: whoever guesses must not be able to lock out the owner.
    /// </summary>
    public int FailuresPerAccount { get; init; } = 50;

    /// <summary>How long a lock-out lasts, and how long failures count after the last one.</summary>
    public TimeSpan LockOut { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Addresses and accounts that are remembered, some 200 octets each. The oldest ones are forgotten.
    /// </summary>
    public int Remembered { get; init; } = 100_000;

    /// <summary>Throws when a limit makes no sense.</summary>
    /// <exception cref="ArgumentException">Names the limit.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(FailuresBeforeDelay);
        ArgumentOutOfRangeException.ThrowIfLessThan(Delay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(LongestDelay, Delay);
        ArgumentOutOfRangeException.ThrowIfLessThan(FailuresPerClient, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(FailuresPerAccount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(LockOut, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(Remembered, 1);
    }
}

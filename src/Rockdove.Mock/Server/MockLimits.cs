namespace Rockdove.Mock;

/// <summary>What one mock keeps at most.</summary>
public sealed record MockLimits
{
    /// <summary>
    /// Messages; one more is refused with 452 4.3.1, and a purge makes room. A test that needs more has a load
    /// generator, not a mock.
    /// </summary>
    public int Messages { get; init; } = 100_000;

    /// <summary>
    /// Octets of all messages together; past that a message is refused with 452 4.3.1. What a test run can spare.
    /// </summary>
    public long ContentBytes { get; init; } = 1024 * 1024 * 1024;

    /// <summary>Sessions to look at; the oldest that have ended are forgotten when there are more.</summary>
    public int Sessions { get; init; } = 10_000;

    /// <summary>The transcript of one session, in octets of text; it ends with <c>! truncated</c> past that.</summary>
    public int TranscriptBytes { get; init; } = 256 * 1024;

    /// <summary>
    /// The longest that a test may wait for mail or for the end of a session: an hour is past every runner's patience.
    /// </summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <exception cref="ArgumentException">Names the bound that makes no sense.</exception>
    public void Validate()
    {
        AtLeast(Messages, 1, nameof(Messages));
        AtLeast(ContentBytes, 1, nameof(ContentBytes));
        AtLeast(Sessions, 1, nameof(Sessions));
        AtLeast(TranscriptBytes, 1024, nameof(TranscriptBytes));
    }

    internal static void DemandBounded(TimeSpan timeout)
    {
        if (timeout < TimeSpan.Zero || timeout > LongestWait)
            throw new ArgumentOutOfRangeException(
                nameof(timeout), timeout, $"A wait has a limit: from zero to {LongestWait.TotalMinutes:0} minutes.");
    }

    private static void AtLeast(long value, int least, string name)
    {
        if (value < least)
            throw new ArgumentException($"{name} is {value}; it must be at least {least}.", name);
    }
}

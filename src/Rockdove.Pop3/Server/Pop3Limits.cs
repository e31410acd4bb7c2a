namespace Rockdove.Pop3;

/// <summary>
/// Every bound of the server engine. A value past its bound is refused with the reply that is named here.
/// </summary>
public sealed record Pop3Limits
{
    /// <summary>
    /// The longest command line, CRLF included; longer is <c>-ERR</c>. RFC 2449 section 4 asks for 255; 4,096 has room
    /// for a token as the initial response of AUTH, which clients send although RFC 5034 section 4 forbids it.
    /// </summary>
    public int CommandLineBytes { get; init; } = 4096;

    /// <summary>The longest line of an authentication exchange, CRLF included; longer is <c>-ERR</c>.</summary>
    public int SaslLineBytes { get; init; } = 12_288;

    /// <summary>How much of a line past its limit is thrown away before the connection closes.</summary>
    public int DiscardedLineBytes { get; init; } = 64 * 1024;

    /// <summary>Mistakes of form and order in one session; with this many it ends.</summary>
    public int Mistakes { get; init; } = 10;

    /// <summary>Mistakes before each further one is answered late, by <see cref="MistakeDelay"/>.</summary>
    public int MistakesBeforeDelay { get; init; } = 5;

    /// <summary>How late.</summary>
    public TimeSpan MistakeDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Failed logins in one session; with this many it ends.</summary>
    public int FailedLogins { get; init; } = 3;

    /// <summary>
    /// How long to wait for a whole command; then the connection closes without a word and without UPDATE. RFC 1939
    /// section 3 asks for ten minutes at least.
    /// </summary>
    public TimeSpan CommandPatience { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Throws when a bound makes no sense.</summary>
    /// <exception cref="ArgumentException">Names the bound.</exception>
    public void Validate()
    {
        AtLeast(CommandLineBytes, 255, nameof(CommandLineBytes));
        AtLeast(SaslLineBytes, 255, nameof(SaslLineBytes));
        AtLeast(DiscardedLineBytes, 0, nameof(DiscardedLineBytes));
        AtLeast(Mistakes, 1, nameof(Mistakes));
        AtLeast(MistakesBeforeDelay, 0, nameof(MistakesBeforeDelay));
        AtLeast(FailedLogins, 1, nameof(FailedLogins));
        AtLeast(MistakeDelay.Ticks, 0, nameof(MistakeDelay));
        AtLeast(CommandPatience.Ticks, 1, nameof(CommandPatience));
    }

    private static void AtLeast(long value, long least, string name)
    {
        if (value < least)
            throw new ArgumentException($"{name} is {value}; it must be at least {least}.", name);
    }
}

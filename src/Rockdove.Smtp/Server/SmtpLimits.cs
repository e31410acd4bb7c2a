namespace Rockdove.Smtp;

/// <summary>
/// Every bound of the server engine. A value past its bound is refused with the reply that is named here.
/// </summary>
public sealed record SmtpLimits
{
    /// <summary>
    /// The longest command line, CRLF included; longer is 500 5.5.2. RFC 5321 section 4.5.3.1.4 asks for 512, and the
    /// extensions that lengthen MAIL and RCPT (DSN, AUTH, SMTPUTF8) add up to less than 2,048; 4,096 leaves room.
    /// </summary>
    public int CommandLineBytes { get; init; } = 4096;

    /// <summary>
    /// The longest line of an authentication exchange, CRLF included (RFC 4954 section 4); longer is 500 5.5.6.
    /// </summary>
    public int SaslLineBytes { get; init; } = 12_288;

    /// <summary>How much of a line past its limit is thrown away before the connection closes with 421 4.7.0.</summary>
    public int DiscardedLineBytes { get; init; } = 1024 * 1024;

    /// <summary>
    /// The biggest message; bigger is 552 5.3.4. 50 MiB takes an attachment of 36 MiB in base64, more than the big
    /// providers send. Zero means no bound, and then SIZE is announced without a number.
    /// </summary>
    public long MessageBytes { get; init; } = 50 * 1024 * 1024;

    /// <summary>
    /// How much of a refused message is still read, to find its end, before the connection closes with 421.
    /// </summary>
    public long DiscardedMessageBytes { get; init; } = 100 * 1024 * 1024;

    /// <summary>
    /// The longest line of a message, CRLF included; longer is 550 5.6.0. RFC 5321 section 4.5.3.1.6 promises 1,000;
    /// real
    /// mail has longer lines (HTML in one line), and nothing here needs them short.
    /// </summary>
    public int ContentLineBytes { get; init; } = 100 * 1024;

    /// <summary>
    /// Accepted recipients of one message; one more is 452 4.5.3. Section 4.5.3.1.8 asks for 100 at least.
    /// </summary>
    public int Recipients { get; init; } = 1000;

    /// <summary>Messages in one connection; after them MAIL is 421 4.7.0. Zero means no bound.</summary>
    public int Transactions { get; init; }

    /// <summary>Syntax and sequence errors in one session; with this many the session ends with 421 4.7.0.</summary>
    public int Mistakes { get; init; } = 10;

    /// <summary>Mistakes before each further one is answered late, by <see cref="MistakeDelay"/>.</summary>
    public int MistakesBeforeDelay { get; init; } = 5;

    /// <summary>How late.</summary>
    public TimeSpan MistakeDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Failed authentications in one session; with this many the session ends with 421 4.7.0.</summary>
    public int FailedAuthentications { get; init; } = 3;

    /// <summary>
    /// How long to wait for a whole command. RFC 5321 section 4.5.3.2.7 asks for five minutes at least.
    /// </summary>
    public TimeSpan CommandPatience { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long to wait for the next octets of a message. Clients wait three minutes for ours to be taken.
    /// </summary>
    public TimeSpan ContentPatience { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Throws when a bound makes no sense.</summary>
    /// <exception cref="ArgumentException">Names the bound.</exception>
    public void Validate()
    {
        AtLeast(CommandLineBytes, 512, nameof(CommandLineBytes));
        AtLeast(SaslLineBytes, 512, nameof(SaslLineBytes));
        AtLeast(DiscardedLineBytes, 0, nameof(DiscardedLineBytes));
        AtLeast(MessageBytes, 0, nameof(MessageBytes));
        AtLeast(DiscardedMessageBytes, 0, nameof(DiscardedMessageBytes));
        AtLeast(ContentLineBytes, 1000, nameof(ContentLineBytes));
        AtLeast(Recipients, 1, nameof(Recipients));
        AtLeast(Transactions, 0, nameof(Transactions));
        AtLeast(Mistakes, 1, nameof(Mistakes));
        AtLeast(MistakesBeforeDelay, 0, nameof(MistakesBeforeDelay));
        AtLeast(FailedAuthentications, 1, nameof(FailedAuthentications));
        AtLeast(MistakeDelay.Ticks, 0, nameof(MistakeDelay));
        AtLeast(CommandPatience.Ticks, 1, nameof(CommandPatience));
        AtLeast(ContentPatience.Ticks, 1, nameof(ContentPatience));
    }

    private static void AtLeast(long value, long least, string name)
    {
        if (value < least)
            throw new ArgumentException($"{name} is {value}; it must be at least {least}.", name);
    }
}

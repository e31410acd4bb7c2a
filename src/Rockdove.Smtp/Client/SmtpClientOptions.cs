using Rockdove.Wire;

namespace Rockdove.Smtp;

/// <summary>What a client wants of its connection. Shared by as many engines as you like.</summary>
public sealed record SmtpClientOptions
{
    /// <summary>The name in EHLO: a domain, or an address literal (RFC 5321 section 4.1.4).</summary>
    public required string HelloName
    {
        get;
        init => field = value.Length is > 0 and <= 255 && !value.Any(c => c is <= ' ' or > '~')
            ? value
            : throw new ArgumentException("A hello name is 1 to 255 printable ASCII characters without spaces.",
                nameof(HelloName));
    }

    public SmtpDialect Dialect { get; init; }

    /// <summary>What to do about STARTTLS. A connection that is secure already never asks for it.</summary>
    public SmtpTlsPolicy Tls { get; init; } = SmtpTlsPolicy.Opportunistic;

    /// <summary>True when TLS was there before the greeting (implicit TLS, RFC 8314).</summary>
    public bool IsSecure { get; init; }

    /// <summary>Who to log in as; null for not at all. A login that cannot be made is a failure.</summary>
    public SaslLogin? Login { get; init; }

    /// <summary>Which mechanisms may be used. Whether the connection is encrypted is filled in by the engine.</summary>
    public SaslPolicy Sasl { get; init; } = new();

    /// <summary>How much goes out in one write when the server offers PIPELINING (RFC 2920).</summary>
    public SmtpPipelining Pipelining { get; init; } = SmtpPipelining.EnvelopeAndData;

    /// <summary>
    /// The most commands that wait for their replies at once: replies are short, so what they take in the server's send
    /// buffer stays well below what it has, and neither side can block the other (RFC 2920 section 3.1).
    /// </summary>
    public int PipelineDepth
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(PipelineDepth), value, null);
    } = 100;

    /// <summary>Send content with BDAT when CHUNKING is offered (RFC 3030). BINARYMIME does so anyway.</summary>
    public bool UseChunking { get; init; }

    /// <summary>
    /// The size of a chunk in octets. A chunk is held in memory to be counted, so larger costs memory and smaller costs
    /// commands.
    /// </summary>
    public int ChunkBytes
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(ChunkBytes), value, null);
    } = 64 * 1024;

    /// <summary>
    /// What to do with a bare CR or LF in content: <c>Refuse</c> or <c>Normalize</c>. It is never sent.
    /// </summary>
    public BareNewlines BareNewlines
    {
        get;
        init => field = value is BareNewlines.Refuse or BareNewlines.Normalize
            ? value
            : throw new ArgumentOutOfRangeException(nameof(BareNewlines), value, "Refuse or Normalize.");
    }

    /// <summary>
    /// Refuse 8-bit content when the server does not offer 8BITMIME. Off: it is sent as it is, which every server in
    /// use survives and RFC 6152 section 3 forbids.
    /// </summary>
    public bool StrictEightBit { get; init; }

    public SmtpResponseLimits Limits { get; init; } = new();

    public SmtpClientTimeouts Timeouts { get; init; } = new();
}

/// <summary>Which of the two protocols is spoken.</summary>
public enum SmtpDialect : byte
{
    Smtp,

    /// <summary>LHLO, and one reply per recipient after the content (RFC 2033).</summary>
    Lmtp,
}

/// <summary>What to do about STARTTLS (RFC 3207).</summary>
public enum SmtpTlsPolicy : byte
{
    Never,

    /// <summary>Use it when it is offered; go on in the clear when it is not, or is refused.</summary>
    Opportunistic,

    /// <summary>Nothing but EHLO is said in the clear.</summary>
    Required,
}

/// <summary>How far to run ahead of the replies when PIPELINING is offered.</summary>
public enum SmtpPipelining : byte
{
    /// <summary>One command at a time: what a prober that times each of them wants.</summary>
    Never,

    /// <summary>MAIL and all RCPT in one write; DATA when one recipient at least is accepted.</summary>
    Envelope,

    /// <summary>MAIL, all RCPT and DATA in one write.</summary>
    EnvelopeAndData,
}

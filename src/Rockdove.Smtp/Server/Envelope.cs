using Rockdove.Wire;

namespace Rockdove.Smtp;

/// <summary>What a mail transaction says about a message, apart from the message (RFC 5321 section 2.3.1).</summary>
public sealed class Envelope
{
    private readonly List<Recipient> _recipients = new(1);

    internal Envelope(Sender sender) => Sender = sender;

    public Sender Sender { get; }

    /// <summary>The accepted recipients, in the order of RCPT. The same path may be there twice.</summary>
    public IReadOnlyList<Recipient> Recipients => _recipients;

    internal void Add(Recipient recipient) => _recipients.Add(recipient);
}

/// <summary>Who sends: the reverse-path of MAIL.</summary>
public sealed class Sender(ReversePath path) : EnvelopePart
{
    public ReversePath Path { get; } = path;

    /// <summary>BODY=, when it was given (RFC 6152, RFC 3030).</summary>
    public BodyType Body { get; internal set; }

    /// <summary>SMTPUTF8 was given: headers and addresses may hold UTF-8 (RFC 6531).</summary>
    public bool IsSmtpUtf8 { get; internal set; }

    public override string ToString() => Path.ToString();
}

/// <summary>One who gets it: a forward-path of RCPT.</summary>
public sealed class Recipient(ForwardPath path) : EnvelopePart
{
    public ForwardPath Path { get; } = path;

    public override string ToString() => Path.ToString();
}

/// <summary>What kind of octets the client promised.</summary>
public enum BodyType : byte
{
    /// <summary>No BODY= was given; 8-bit octets are kept all the same.</summary>
    Unspecified,

    SevenBit,
    EightBitMime,

    /// <summary>Lines and line ends mean nothing; see <see cref="BareNewlines.Binary"/>.</summary>
    BinaryMime,
}

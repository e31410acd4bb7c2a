namespace Rockdove.Smtp;

/// <summary>
/// What a client asks of one transaction: who sends, who receives, and what the message needs. It cannot hold anything
/// that would end a command early; what would, is refused here with an <see cref="ArgumentException"/>.
/// </summary>
public sealed record OutgoingEnvelope
{
    /// <param name="reversePath">The sender without angle brackets; empty for the null reverse-path.</param>
    /// <param name="recipients">One recipient at least.</param>
    public OutgoingEnvelope(string reversePath, IReadOnlyList<OutgoingRecipient> recipients)
    {
        ArgumentNullException.ThrowIfNull(recipients);
        if (recipients.Count == 0)
            throw new ArgumentException("An envelope needs a recipient.", nameof(recipients));
        ReversePath = OutgoingPath.Check(reversePath, nameof(reversePath));
        Recipients = recipients;
    }

    /// <summary>An envelope with plain recipients.</summary>
    public OutgoingEnvelope(string reversePath, params IEnumerable<string> forwardPaths)
        : this(reversePath, [.. forwardPaths.Select(path => new OutgoingRecipient(path))])
    {
    }

    public string ReversePath { get; }

    public IReadOnlyList<OutgoingRecipient> Recipients { get; }

    /// <summary>The size of the content in octets, if known: SIZE (RFC 1870).</summary>
    public long? MessageBytes
    {
        get;
        init => field = value is null or >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(MessageBytes), value, "Zero or more octets.");
    }

    /// <summary>What the content is made of: BODY (RFC 6152, RFC 3030).</summary>
    public OutgoingBody Body { get; init; }

    /// <summary>
    /// The header holds UTF-8, so the server must speak SMTPUTF8 (RFC 6531). An address that is not ASCII asks for it
    /// by itself.
    /// </summary>
    public bool NeedsSmtpUtf8 { get; init; }

    /// <summary>Every hop must use TLS: REQUIRETLS (RFC 8689).</summary>
    public bool RequiresTls { get; init; }

    /// <summary>
    /// What a report should return: RET (RFC 3461 section 4.3). Left out by servers that do not offer DSN.
    /// </summary>
    public OutgoingReturn Return { get; init; }

    /// <summary>The ENVID of RFC 3461 section 4.4: printable ASCII, 100 octets at most once encoded.</summary>
    public string? EnvelopeId
    {
        get;
        init => field = value is null ? null : ReportParameters.CheckEnvelopeId(value, nameof(EnvelopeId));
    }
}

/// <summary>One recipient and when its sender wants to hear of it.</summary>
public sealed record OutgoingRecipient
{
    /// <param name="forwardPath">The address without angle brackets.</param>
    public OutgoingRecipient(string forwardPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(forwardPath);
        ForwardPath = OutgoingPath.Check(forwardPath, nameof(forwardPath));
    }

    public string ForwardPath { get; }

    /// <summary>NOTIFY (RFC 3461 section 4.1). Never stands alone.</summary>
    public OutgoingNotify Notify
    {
        get;
        init => field = !value.HasFlag(OutgoingNotify.Never) || value == OutgoingNotify.Never
            ? value
            : throw new ArgumentException("NEVER cannot be combined.", nameof(Notify));
    }

    /// <summary>The ORCPT of RFC 3461 section 4.2, not yet encoded; null leaves it out.</summary>
    public OriginalRecipient? OriginalRecipient { get; init; }
}

/// <summary>The address a message was first sent to, as its sender wrote it (RFC 3461 section 4.2).</summary>
public sealed record OriginalRecipient
{
    /// <param name="addressType">A registered address type, such as <c>rfc822</c> or <c>utf-8</c> (RFC 6533).</param>
    /// <param name="address">Printable; ASCII unless the type is <c>utf-8</c>.</param>
    public OriginalRecipient(string addressType, string address)
    {
        ReportParameters.CheckOriginalRecipient(addressType, address);
        AddressType = addressType;
        Address = address;
    }

    public string AddressType { get; }

    public string Address { get; }
}

/// <summary>What content is made of.</summary>
public enum OutgoingBody : byte
{
    /// <summary>ASCII lines of at most 998 octets. Needs nothing and says nothing.</summary>
    SevenBit,

    /// <summary>Lines with octets above 127 (RFC 6152).</summary>
    EightBitMime,

    /// <summary>Octets, not lines: needs BINARYMIME and CHUNKING (RFC 3030), and goes out untouched.</summary>
    BinaryMime,
}

/// <summary>RET (RFC 3461 section 4.3).</summary>
public enum OutgoingReturn : byte
{
    Unspecified,
    Full,
    Headers,
}

/// <summary>NOTIFY (RFC 3461 section 4.1). Zero leaves it to the server.</summary>
[Flags]
public enum OutgoingNotify : byte
{
    Unspecified = 0,
    Success = 1,
    Failure = 2,
    Delay = 4,
    Never = 8,
}

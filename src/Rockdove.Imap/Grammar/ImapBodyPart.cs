namespace Rockdove.Imap;

/// <summary>A part of a message as BODYSTRUCTURE tells it (RFC 9051 section 7.5.2).</summary>
/// <remarks>
/// A multipart has <see cref="Parts"/> and nothing that belongs to a leaf. A message/rfc822 has
/// <see cref="Envelope"/> and one part.
/// </remarks>
public sealed record ImapBodyPart
{
    public required string Type { get; init; }
    public required string Subtype { get; init; }
    public IReadOnlyList<KeyValuePair<string, string>> Parameters { get; init; } = [];
    public string? ContentId { get; init; }
    public string? Description { get; init; }

    /// <summary>The transfer encoding.</summary>
    public string Encoding { get; init; } = "7BIT";

    /// <summary>Octets as they are sent, transfer encoding and all.</summary>
    public long SizeBytes { get; init; }

    /// <summary>Lines, for text and message/rfc822.</summary>
    public long Lines { get; init; }

    /// <summary>Of the message inside a message/rfc822.</summary>
    public ImapEnvelope? Envelope { get; init; }

    public IReadOnlyList<ImapBodyPart> Parts { get; init; } = [];

    public string? Md5 { get; init; }

    /// <summary>Content-Disposition and its parameters; null where there is none.</summary>
    public string? Disposition { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> DispositionParameters { get; init; } = [];

    public IReadOnlyList<string> Languages { get; init; } = [];

    public string? Location { get; init; }

    internal bool IsMultipart => Type.Equals("multipart", StringComparison.OrdinalIgnoreCase);

    internal bool IsText => Type.Equals("text", StringComparison.OrdinalIgnoreCase);
}

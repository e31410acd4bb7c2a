using System.Globalization;

namespace Rockdove.Mime;

/// <summary>A part as <see cref="MessageStructure"/> keeps it: what BODYSTRUCTURE tells, and where its octets
/// are.</summary>
public sealed class PartStructure
{
    private readonly List<PartStructure> _children = [];

    internal PartStructure(PartStructure? parent, PartFacts facts)
    {
        Parent = parent;
        Depth = parent is null ? 0 : parent.Depth + 1;
        Facts = facts;
        parent?._children.Add(this);
        Ordinal = parent is { IsMultipart: true } ? parent._children.Count : IsMultipart ? 0 : 1;
    }

    /// <summary>The part that this one lies in; null for the message.</summary>
    public PartStructure? Parent { get; }

    /// <summary>Parts of a multipart, or the one message of a message/rfc822 part.</summary>
    public IReadOnlyList<PartStructure> Children => _children;

    /// <summary>How many parts lie around this one.</summary>
    public int Depth { get; }

    /// <summary>The same as <see cref="MimePart.Id"/>.</summary>
    public string Id
    {
        get
        {
            List<int> path = [];
            for (var part = this; part is not null; part = part.Parent)
            {
                if (part.Ordinal > 0 || part == this)
                    path.Add(part.Ordinal);
            }

            path.Reverse();
            return string.Join('.', path.Select(number => number.ToString(CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>The header block with the empty line after it, if there is one.</summary>
    public MimeRange HeaderRange => new(Facts.Start, Facts.BodyStart);

    /// <summary>The body as it travels, without the line end before a delimiter.</summary>
    public MimeRange BodyRange => new(Facts.BodyStart, Facts.BodyEnd);

    /// <summary>Line ends in the body. A last line without one is not counted.</summary>
    public int Lines => Facts.Lines;

    public ContentType ContentType => Facts.ContentType;

    public ContentDisposition? Disposition => Facts.Disposition;

    public TransferEncoding TransferEncoding => Facts.TransferEncoding;

    /// <summary>Has parts that were read.</summary>
    public bool IsMultipart => Facts.Kind == PartKind.Multipart;

    /// <summary>A message/rfc822 whose message was read: it is the one child.</summary>
    public bool IsMessage => Facts.Kind == PartKind.Message;

    /// <summary>Should have parts, but they were not looked for.</summary>
    public bool IsOpaque => Facts.Kind == PartKind.Opaque;

    /// <summary>Content-ID, unfolded as written, with its angle brackets; or null.</summary>
    public string? ContentId => Facts.ContentId;

    /// <summary>Content-Description, unfolded and not decoded; or null.</summary>
    public string? Description => Facts.Description;

    /// <summary>Content-MD5 (RFC 1864), or null.</summary>
    public string? Md5 => Facts.Md5;

    /// <summary>Content-Language (RFC 3282) as written, a list with commas; or null.</summary>
    public string? Language => Facts.Language;

    /// <summary>Content-Location (RFC 2557), or null.</summary>
    public string? Location => Facts.Location;

    /// <summary>Of the message and of each message in it; null for other parts.</summary>
    public MessageEnvelope? Envelope => Facts.Envelope;

    /// <summary>
    /// The octets that were meant by those of <see cref="BodyRange"/>: its transfer encoding is taken off. They are
    /// never more. One that we do not know is left as it is.
    /// </summary>
    public ReadOnlyMemory<byte> DecodeBody(ReadOnlyMemory<byte> body) =>
        TransferEncodings.Decode(body, TransferEncoding);

    public override string ToString() => $"{Id} {ContentType}";

    internal PartFacts Facts { get; }

    internal int Ordinal { get; }
}

/// <summary>What is stored of one part.</summary>
internal sealed record PartFacts
{
    public PartKind Kind { get; init; }

    public int Start { get; init; }

    public int BodyStart { get; init; }

    public int BodyEnd { get; init; }

    public int Lines { get; init; }

    public ContentType ContentType { get; init; } = ContentType.PlainText;

    public ContentDisposition? Disposition { get; init; }

    public TransferEncoding TransferEncoding { get; init; }

    public string? ContentId { get; init; }

    public string? Description { get; init; }

    public string? Md5 { get; init; }

    public string? Language { get; init; }

    public string? Location { get; init; }

    public MessageEnvelope? Envelope { get; init; }
}

internal enum PartKind : byte
{
    Leaf,
    Multipart,
    Message,
    Opaque,
}

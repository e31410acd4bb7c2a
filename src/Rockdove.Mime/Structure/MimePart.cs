using System.Globalization;

namespace Rockdove.Mime;

/// <summary>
/// A part of a message: the message itself, a part of a multipart, or the message inside a message/rfc822 part. It
/// knows where its octets are; text and octets are decoded when asked for.
/// </summary>
public sealed class MimePart
{
    private readonly MimeMessage _message;
    private MimePart[] _children = [];
    private ContentType? _contentType;
    private ContentDisposition? _disposition;
    private bool _isDispositionRead;

    internal MimePart(MimeMessage message, MimePart? parent, int start)
    {
        _message = message;
        Parent = parent;
        Depth = parent is null ? 0 : parent.Depth + 1;
        Start = BodyStart = BodyEnd = PreambleEnd = EpilogueStart = start;
        ContentTypeField = DispositionField = TransferEncodingField = -1;
        if (parent is not null)
            parent.ChildCount++;
    }

    /// <summary>The part that this one lies in; null for the message.</summary>
    public MimePart? Parent { get; }

    /// <summary>Parts of a multipart, or the one message of a message/rfc822 part.</summary>
    public IReadOnlyList<MimePart> Children => _children;

    /// <summary>How many parts lie around this one.</summary>
    public int Depth { get; }

    /// <summary>
    /// The number that IMAP gives the part (RFC 9051 section 6.4.5.1), such as <c>1</c> or <c>2.1</c>. A multipart that
    /// is a whole message has none there; here it ends in <c>0</c>: the message itself is then <c>0</c>, the one in
    /// part 2 is <c>2.0</c>.
    /// </summary>
    public string Id
    {
        get
        {
            var path = Path(new int[Depth + 1]);
            return string.Join('.', path.ToArray().Select(n => n.ToString(CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>The header block with the empty line after it, if there is one.</summary>
    public MimeRange HeaderRange => new(Start, BodyStart);

    /// <summary>
    /// The body as it travels. The line end before a delimiter is the delimiter's (RFC 2046 section 5.1.1).
    /// </summary>
    public MimeRange BodyRange => new(BodyStart, BodyEnd);

    /// <summary>What lies before the first delimiter of a multipart, to be ignored by readers; else empty.</summary>
    public MimeRange PreambleRange => IsMultipart ? new(BodyStart, PreambleEnd) : new(BodyStart, BodyStart);

    /// <summary>What lies after the close-delimiter of a multipart, to be ignored by readers; else empty.</summary>
    public MimeRange EpilogueRange => IsMultipart ? new(EpilogueStart, BodyEnd) : new(BodyEnd, BodyEnd);

    public HeaderList Headers => new(_message.Store.Octets, Shift, _message.Fields, FirstField, FieldCount);

    /// <summary>
    /// The content type; without a field that can be read it is text/plain, or message/rfc822 in a multipart/digest.
    /// </summary>
    public ContentType ContentType => _contentType ??=
        (ContentTypeField < 0 ? null : ContentType.Read(Value(ContentTypeField), _message.Limits.Parameters))
        ?? (Parent is { IsDigest: true } ? ContentType.Message : ContentType.PlainText);

    /// <summary>The Content-Disposition, or null.</summary>
    public ContentDisposition? Disposition
    {
        get
        {
            if (!_isDispositionRead)
            {
                _disposition = DispositionField < 0
                    ? null
                    : ContentDisposition.Read(Value(DispositionField).Span, _message.Limits.Parameters);
                _isDispositionRead = true;
            }

            return _disposition;
        }
    }

    public TransferEncoding TransferEncoding { get; internal set; }

    /// <summary>
    /// The name that the sender gave the file, decoded, or null. It is a peer's text: before it names anything on a
    /// disk, take the directories out of it.
    /// </summary>
    public string? FileName => Disposition?.Parameters["filename"] ?? ContentType.Parameters["name"];

    /// <summary>The Content-ID without its angle brackets, or null.</summary>
    public string? ContentId
    {
        get
        {
            if (Headers.Find("Content-ID") is not { } found)
                return null;
            var text = found.Unfolded;
            return MessageIds.Read(text) is [var id, ..] ? id : text.Trim('<', '>', ' ');
        }
    }

    /// <summary>Line ends in the body. A last line without one is not counted.</summary>
    public int Lines => CountedLines ?? RawBody.Span.Count((byte)'\n');

    /// <summary>Has parts that were read.</summary>
    public bool IsMultipart { get; internal set; }

    /// <summary>A message/rfc822 whose message was read: it is the one child.</summary>
    public bool IsMessage { get; internal set; }

    /// <summary>
    /// Should have parts, but they were not looked for: a limit was reached, or there is no boundary.
    /// </summary>
    public bool IsOpaque { get; internal set; }

    /// <summary>The body as it travels.</summary>
    public ReadOnlyMemory<byte> RawBody => _message.Source[BodyStart..BodyEnd];

    /// <summary>
    /// The body with its transfer encoding undone. Never longer than the raw body; damage is skipped.
    /// </summary>
    public ReadOnlyMemory<byte> DecodeBody() =>
        IsMultipart || IsMessage ? RawBody : TransferEncodings.Decode(RawBody, TransferEncoding);

    /// <summary>
    /// The body as text in its charset. Line ends stay as they are; what is not in the charset is U+FFFD.
    /// </summary>
    public string DecodeText() => DecodeText(int.MaxValue);

    /// <summary>
    /// What the body says to a person, for search and previews: HTML without its markup, format=flowed (RFC 3676) with
    /// its paragraphs joined, other text as it is. Empty if the part is no text.
    /// </summary>
    public string ReadText() => ReadableText.Of(this, int.MaxValue);

    /// <summary>
    /// <see cref="ReadText()"/> of the start of the body, for which memory is bounded whatever its length. A character
    /// that is cut in two at the end becomes U+FFFD or is left out.
    /// </summary>
    /// <param name="rawBytes">Octets of the body, as it travels, that are looked at.</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public string ReadText(int rawBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rawBytes);
        return ReadableText.Of(this, rawBytes);
    }

    public override string ToString() => $"{Id} {ContentType}";

    /// <summary>Of at most so many octets of the raw body, of a part that is a leaf.</summary>
    internal string DecodeText(int rawBytes)
    {
        var raw = RawBody[..Math.Min(rawBytes, RawBody.Length)];
        var octets = IsMultipart || IsMessage ? raw : TransferEncodings.Decode(raw, TransferEncoding);
        return Charsets.Decode(octets.Span, ContentType.Charset);
    }

    internal int Start { get; }

    /// <summary>Of its header in the <see cref="HeaderStore"/>.</summary>
    internal int Shift { get; set; }

    /// <summary>Line ends before the body, where they were counted on the way.</summary>
    internal int StartLines { get; set; }

    /// <summary>Those of the body; null where they were not counted on the way.</summary>
    internal int? CountedLines { get; set; }

    internal int BodyStart { get; set; }

    internal int BodyEnd { get; set; }

    internal int PreambleEnd { get; set; }

    internal int EpilogueStart { get; set; }

    internal int FirstField { get; set; }

    internal int FieldCount { get; set; }

    internal int ContentTypeField { get; set; }

    internal int DispositionField { get; set; }

    internal int TransferEncodingField { get; set; }

    internal bool IsDigest { get; set; }

    /// <summary>Children that were found so far; <see cref="Children"/> has them when all were.</summary>
    internal int ChildCount { get; private set; }

    /// <summary>Place among its siblings from 1; 0 for a multipart that is a whole message.</summary>
    internal int Ordinal { get; set; } = 1;

    /// <summary>Goes to its place among the children of its parent, which have all been found.</summary>
    internal void TakePlace()
    {
        if (ChildCount > 0)
            _children = new MimePart[ChildCount];
        if (Parent is not null)
            Parent._children[Parent.IsMultipart ? Ordinal - 1 : 0] = this;
    }

    internal ReadOnlyMemory<byte> Value(int field)
    {
        var span = _message.Fields[field];
        return _message.Store.Octets[(span.ValueStart - Shift)..(span.ValueEnd - Shift)];
    }

    /// <summary>The start of the text, from no more than so many octets of body.</summary>
    internal string DecodeTextStart(int octets)
    {
        var raw = RawBody;
        var isWhole = raw.Length <= octets;
        var text = Charsets.Decode(
            TransferEncodings.Decode(isWhole ? raw : raw[..octets], TransferEncoding).Span, ContentType.Charset);
        return isWhole ? text : text.TrimEnd('\uFFFD'); // A character may have been cut.
    }

    // A 0 is said only where nothing follows it.
    internal ReadOnlySpan<int> Path(Span<int> path)
    {
        var at = path.Length;
        path[--at] = Ordinal;
        for (var part = Parent; part is not null; part = part.Parent)
        {
            // The message inside part 2 is not a step of its own: its one body is 2.1, its parts are 2.1, 2.2 ...
            if (part.Ordinal > 0)
                path[--at] = part.Ordinal;
        }

        return path[at..];
    }
}

using System.Globalization;

namespace Rockdove.Mime;

/// <summary>
/// A message and where its parts are (RFC 5322, RFC 2045-2049). Reading is total: any octets are a message, nothing
/// throws, time grows with length, and what is wrong is listed in <see cref="Defects"/>. It does not change after it
/// was read and may be shared between threads. Reading allocates what the message then holds and nothing else, but for
/// boundaries in pieces or with escapes; a thread keeps some 30 KiB to read the next message with.
/// </summary>
public sealed class MimeMessage
{
    private MimeMessage(ReadOnlyMemory<byte> source, MimeLimits limits)
    {
        Source = source.Length > limits.MessageBytes ? source[..limits.MessageBytes] : source;
        Limits = limits;
        Store = new HeaderStore(Source);
        var reader = StructureReader.Rent();
        reader.Start(this, lines: null);
        if (source.Length > limits.MessageBytes)
            reader.Defects.Add(limits.MessageBytes, MimeDefectKind.MessageTooLarge);
        reader.Take(Source.Span, 0, isLast: true);
        reader.Finish(Source.Length);
        reader.Return();
    }

    /// <summary>One that passes by: it has headers and no bodies, and only its structure is of use.</summary>
    internal MimeMessage(MimeLimits limits)
    {
        Limits = limits;
        Store = new HeaderStore();
    }

    /// <summary>
    /// Reads a message. The octets are not copied: they must stay as they are for as long as the message is used.
    /// </summary>
    public static MimeMessage Read(ReadOnlyMemory<byte> message, MimeLimits? limits = null) =>
        new(message, limits ?? MimeLimits.Default);

    /// <summary>The octets that were read.</summary>
    public ReadOnlyMemory<byte> Source { get; }

    /// <summary>All parts in the order of their first octets; the first is the message itself.</summary>
    public IReadOnlyList<MimePart> Parts { get; private set; } = [];

    /// <summary>The message as a part.</summary>
    public MimePart Root => Parts[0];

    /// <summary>The header of the message.</summary>
    public HeaderList Headers => Root.Headers;

    /// <summary>What is wrong with the structure. <see cref="Examine"/> also looks into values and bodies.</summary>
    public IReadOnlyList<MimeDefect> Defects { get; private set; } = [];

    /// <summary>The decoded subject, or null.</summary>
    public string? Subject => Headers.Text("Subject");

    public AddressList From => Addresses("From");

    public AddressList To => Addresses("To");

    public AddressList Cc => Addresses("Cc");

    public AddressList Bcc => Addresses("Bcc");

    public AddressList ReplyTo => Addresses("Reply-To");

    /// <summary>The Date field, or null if there is none that can be read.</summary>
    public DateTimeOffset? Date =>
        Headers.Find("Date") is { } found && MailDate.TryRead(found.Unfolded, out var date) ? date : null;

    /// <summary>The Message-ID without its angle brackets, or null.</summary>
    public string? MessageId => Ids("Message-ID") is [var id, ..] ? id : null;

    public IReadOnlyList<string> InReplyTo => Ids("In-Reply-To");

    public IReadOnlyList<string> References => Ids("References");

    /// <summary>The first part that is text to be read, or null.</summary>
    public MimePart? TextBody => Bodies.Text is [var part, ..] ? part : null;

    /// <summary>The first part that is HTML to be read, or null.</summary>
    public MimePart? HtmlBody => Bodies.Html is [var part, ..] ? part : null;

    /// <summary>
    /// All text to be read, decoded: lists add their footers as further parts. Null if there is none.
    /// </summary>
    public string? Text => BodyPicks.Join(Bodies.Text, "\r\n");

    /// <summary>
    /// All HTML to be read, decoded. It is a peer's HTML: not safe to show as it is. Null if there is none.
    /// </summary>
    public string? Html => BodyPicks.Join(Bodies.Html, "");

    /// <summary>Parts that are neither body nor inline, whole messages included.</summary>
    public IReadOnlyList<MimePart> Attachments => Bodies.Attachments;

    /// <summary>Parts that the body shows: marked inline, or named by the HTML of their multipart/related.</summary>
    public IReadOnlyList<MimePart> Inlines => Bodies.Inlines;

    /// <summary>The part with an <see cref="MimePart.Id"/>, or null.</summary>
    public MimePart? FindPart(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        var numbers = id.Split('.');
        var wanted = new int[numbers.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!int.TryParse(numbers[i], NumberStyles.None, CultureInfo.InvariantCulture, out wanted[i]))
                return null;
        }

        var path = new int[Limits.Depth + 1];
        foreach (var part in Parts)
        {
            if (part.Path(path).SequenceEqual(wanted))
                return part;
        }

        return null;
    }

    /// <summary>The addresses of all fields of a name, one list after the other.</summary>
    public AddressList Addresses(string fieldName)
    {
        List<MailAddress> addresses = [];
        List<AddressGroup> groups = [];
        foreach (var header in Headers.All(fieldName))
        {
            var list = AddressList.Read(header.Unfolded, Limits.AddressesInField);
            groups.AddRange(list.Groups.Select(group => group with { First = group.First + addresses.Count }));
            addresses.AddRange(list);
        }

        return addresses.Count + groups.Count == 0 ? AddressList.Empty : new AddressList(addresses, groups);
    }

    /// <summary>
    /// The first characters of the text, or of the HTML without its tags, with white space collapsed. Only the start
    /// of a body is decoded. Never longer than asked for; empty if there is nothing to read.
    /// </summary>
    public string Snippet(int characters = 200)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(characters);
        if (TextBody is { } text
            && SnippetText.Collapse(text.DecodeTextStart(SnippetBytes), characters) is { Length: > 0 } start)
            return start;
        return HtmlBody is { } html
            ? SnippetText.Collapse(HtmlText.Reduce(html.DecodeTextStart(SnippetBytes)), characters)
            : "";
    }

    /// <summary>
    /// All defects: those of the structure, and those that show only when every header value and every body is decoded.
    /// It costs that decoding; the result is in the order of offsets.
    /// </summary>
    public IReadOnlyList<MimeDefect> Examine() => Examination.Of(this);

    internal MimeLimits Limits { get; }

    /// <summary>The reader's list while it reads; the message's own once it is <see cref="Complete"/>.</summary>
    internal List<FieldSpan> Fields { get; set; } = NoFields;

    internal HeaderStore Store { get; }

    internal BodyPicks Bodies => field ??= new BodyPicks(this);

    /// <summary>All was found: keeps copies that are as long as they must be, for the reader is used again.</summary>
    internal void Complete(List<MimePart> parts, DefectList defects)
    {
        Fields = [.. Fields];
        Defects = defects.ToArray();
        foreach (var part in parts)
            part.TakePlace();
        Parts = parts.ToArray();
    }

    private IReadOnlyList<string> Ids(string fieldName) =>
        Headers.Find(fieldName) is { } field ? MessageIds.Read(field.Unfolded, Limits.MessageIdsInField) : [];

    private static readonly List<FieldSpan> NoFields = [];

    // Style sheets come before the first word of much HTML mail; a quarter of this holds most of them.
    private const int SnippetBytes = 256 * 1024;
}

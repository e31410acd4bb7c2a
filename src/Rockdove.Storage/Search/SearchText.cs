using System.Buffers.Binary;

namespace Rockdove.Storage;

/// <summary>
/// What a search looks at in one message, as octets: folded, in UTF-8, to be compared where it lies. Immutable.
/// </summary>
/// <remarks>
/// One octet of flags; the date, if there is one, as 8 octets of ticks and 2 of minutes; then addresses, names of
/// files, fields and the body. A length is written as <see cref="SearchTextReader"/> reads it.
/// </remarks>
public sealed class SearchText
{
    private readonly int _addresses;

    /// <summary>Of a message that cannot be read.</summary>
    public static readonly SearchText None = new([], "", [], null, hasAttachment: false);

    /// <param name="fields">Of the header, decoded and without folds, in their order.</param>
    /// <param name="body">What the body says, decoded.</param>
    /// <param name="addresses">Those of the header, each as it is compared.</param>
    /// <param name="sentAt">The Date field, if it can be read.</param>
    /// <param name="hasAttachment">Whether something is attached.</param>
    /// <param name="hasInline">Whether something is shown within the text.</param>
    /// <param name="fileNames">Of what is attached or shown within the text, decoded.</param>
    /// <remarks>Names, fields and body are cut where they exceed <see cref="MaximumCharacters"/> together.</remarks>
    public SearchText(
        IReadOnlyList<SearchField> fields,
        string body,
        IReadOnlyList<SearchAddress> addresses,
        DateTimeOffset? sentAt,
        bool hasAttachment,
        bool hasInline = false,
        IReadOnlyList<string>? fileNames = null)
        : this(Write(fields, body, addresses, sentAt, hasAttachment, hasInline, fileNames ?? []))
    {
    }

    private SearchText(ReadOnlyMemory<byte> octets)
    {
        Octets = octets;
        _addresses = Has(HasDateFlag) ? 1 + DateBytes : 1;
    }

    /// <summary>All of it, for a store to keep: <see cref="Of"/> makes the same of it again.</summary>
    public ReadOnlyMemory<byte> Octets { get; }

    public DateTimeOffset? SentAt
    {
        get
        {
            if (!Has(HasDateFlag))
                return null;
            var date = Octets.Span[1..];
            return new DateTimeOffset(
                BinaryPrimitives.ReadInt64LittleEndian(date),
                TimeSpan.FromMinutes(BinaryPrimitives.ReadInt16LittleEndian(date[8..])));
        }
    }

    public bool HasAttachment => Has(HasAttachmentFlag);

    /// <summary>Something is shown within the text.</summary>
    public bool HasInline => Has(HasInlineFlag);

    /// <summary>Whether the addresses of the envelope are among the others: see <see cref="With"/>.</summary>
    public bool KnowsEnvelope => Has(KnowsEnvelopeFlag);

    /// <param name="octets">What <see cref="Octets"/> gave; nothing else.</param>
    public static SearchText Of(ReadOnlyMemory<byte> octets) => new(octets);

    /// <summary>The same, with the addresses of the envelope the message came in; null if it had none.</summary>
    public SearchText With(DeliveryEnvelope? envelope)
    {
        var writer = new SearchTextWriter(Octets.Length);
        writer.Add((byte)(Octets.Span[0] | KnowsEnvelopeFlag));
        writer.Add(Octets.Span[1.._addresses]);
        if (envelope is not null)
        {
            Add(ref writer, AddressPlaces.EnvelopeSender, envelope.ReversePath);
            for (var i = 0; i < envelope.ForwardPaths.Count; i++)
                Add(ref writer, AddressPlaces.EnvelopeRecipient, envelope.ForwardPaths[i]);
        }
        writer.Add(Octets.Span[_addresses..]);
        return new(writer.Finish());
    }

    /// <summary>Reads the parts, of which those that are passed over cost next to nothing.</summary>
    public SearchTextReader Read() => new(Octets.Span[_addresses..]);

    private bool Has(byte flag) => (Octets.Span[0] & flag) != 0;

    private static byte[] Write(
        IReadOnlyList<SearchField> fields,
        string body,
        IReadOnlyList<SearchAddress> addresses,
        DateTimeOffset? sentAt,
        bool hasAttachment,
        bool hasInline,
        IReadOnlyList<string> fileNames)
    {
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(addresses);
        var writer = new SearchTextWriter(body.Length);
        writer.Add((byte)((hasAttachment ? HasAttachmentFlag : 0) | (hasInline ? HasInlineFlag : 0)
            | (sentAt is null ? 0 : HasDateFlag)));
        if (sentAt is { } date)
        {
            Span<byte> octets = stackalloc byte[DateBytes];
            BinaryPrimitives.WriteInt64LittleEndian(octets, date.Ticks);
            BinaryPrimitives.WriteInt16LittleEndian(octets[8..], (short)date.Offset.TotalMinutes);
            writer.Add(octets);
        }
        for (var i = 0; i < addresses.Count; i++)
            Add(ref writer, addresses[i].Place, addresses[i].Address);
        writer.Add(SearchTextReader.End);
        var left = MaximumCharacters;
        for (var i = 0; i < fileNames.Count && left >= fileNames[i].Length; i++)
        {
            left -= fileNames[i].Length;
            writer.Add(SearchTextReader.More);
            writer.AddFolded(fileNames[i]);
        }
        writer.Add(SearchTextReader.End);
        for (var i = 0; i < fields.Count; i++)
        {
            var (name, value) = (fields[i].Name, fields[i].Value);
            if (left < name.Length + value.Length)
                break;
            left -= name.Length + value.Length;
            writer.Add(SearchTextReader.More);
            writer.AddFolded(name);
            writer.AddFolded(value);
        }
        writer.Add(SearchTextReader.End);
        writer.AddFolded(body.AsSpan(0, Math.Min(body.Length, left)));
        return writer.Finish();
    }

    private static void Add(ref SearchTextWriter writer, AddressPlaces place, string address)
    {
        if (place == AddressPlaces.None)
            return; // It stands nowhere, and would be taken for the end.
        writer.Add((byte)place);
        writer.AddFolded(address);
    }

    /// <summary>
    /// Octets of a message that are given to a reader; what lies behind is not searched. Text comes before what is
    /// attached, and a search must not take the memory of the largest message there can be: a few times this is what
    /// it takes.
    /// </summary>
    public const int MaximumMessageBytes = 4 * 1024 * 1024;

    /// <summary>Characters of one message that are searched, far more than people write: a book.</summary>
    public const int MaximumCharacters = 512 * 1024;

    private const byte HasAttachmentFlag = 1;
    private const byte HasInlineFlag = 2;
    private const byte HasDateFlag = 4;
    private const byte KnowsEnvelopeFlag = 8;
    private const int DateBytes = sizeof(long) + sizeof(short);
}

/// <summary>A field of the header.</summary>
public readonly record struct SearchField(string Name, string Value);

/// <summary>An address, and where it stands: somewhere.</summary>
public readonly record struct SearchAddress(AddressPlaces Place, string Address);

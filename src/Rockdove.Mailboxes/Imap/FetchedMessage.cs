using System.Buffers;
using System.Globalization;
using Rockdove.Imap;
using Rockdove.Mime;
using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>One message of a FETCH, with its structure and its octets where they are wanted.</summary>
internal sealed class FetchedMessage : IAsyncDisposable
{
    private readonly IBlob? _body;
    private readonly MessageStructure? _structure;

    private FetchedMessage(MessageRow row, IBlob? body, MessageStructure? structure)
    {
        Row = row;
        _body = body;
        _structure = structure;
    }

    public MessageRow Row { get; }

    public PartStructure Root => _structure!.Root;

    /// <summary>
    /// Opens what is wanted. Where the store keeps no structure the message is read for it, a slice at a time. Null
    /// when the message is gone.
    /// </summary>
    public static async ValueTask<FetchedMessage?> OpenAsync(
        IMailStore store, MessageRow row, bool wantsStructure, bool wantsBody, CancellationToken cancellationToken)
    {
        MessageStructure? structure = null;
        var isKnown = !wantsStructure || MessageStructure.TryRead(row.Structure.Span, out structure);
        if (isKnown && !wantsBody)
            return new FetchedMessage(row, null, structure);
        var body = await store.OpenBodyAsync(row.Message, cancellationToken);
        if (body is null)
            return null;
        try
        {
            if (!isKnown)
                structure = await ScanAsync(body, cancellationToken);
            return new FetchedMessage(row, body, structure);
        }
        catch
        {
            await body.DisposeAsync();
            throw;
        }
    }

    /// <summary>Where the octets of a section lie; null when there is no such part.</summary>
    public ByteRange? Locate(BodySection section)
    {
        if (section.Part.Count == 0 && section.Text == SectionText.All)
            return new ByteRange(0, _body!.Bytes);
        return _structure!.Locate(PathOf(section)) is { } range ? new ByteRange(range.Start, range.Length) : null;
    }

    /// <summary>The part that a BINARY means; null when there is none.</summary>
    public PartStructure? Find(BodySection section) =>
        section.Part.Count == 0 ? _structure!.Root : _structure!.Find(NumbersOf(section));

    /// <summary>Octets of the message, in memory: of a header, or of a part that is to be decoded.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(ByteRange range, CancellationToken cancellationToken)
    {
        var octets = new ArrayBufferWriter<byte>((int)Math.Max(range.Length, 1));
        await CopyAsync(range, octets, cancellationToken);
        return octets.WrittenMemory;
    }

    /// <summary>Copies octets of the message.</summary>
    /// <exception cref="StoreException">They are not all there.</exception>
    public async ValueTask CopyAsync(
        ByteRange range, IBufferWriter<byte> destination, CancellationToken cancellationToken)
    {
        var copied = await _body!.CopyToAsync(range, destination, cancellationToken);
        if (copied != range.Length)
            throw new StoreException($"A body of {_body!.Bytes} octets has {copied} from {range.Offset} on.");
    }

    public ValueTask DisposeAsync() => _body?.DisposeAsync() ?? default;

    private static async ValueTask<MessageStructure> ScanAsync(IBlob body, CancellationToken cancellationToken)
    {
        var scanner = new MessageScanner();
        var slice = new ArrayBufferWriter<byte>(SliceBytes);
        for (long at = 0; at < body.Bytes; at += SliceBytes)
        {
            slice.ResetWrittenCount();
            await body.CopyToAsync(new ByteRange(at, SliceBytes), slice, cancellationToken);
            scanner.Write(slice.WrittenSpan);
        }

        return scanner.Complete();
    }

    private static string PathOf(BodySection section)
    {
        var numbers = NumbersOf(section);
        var word = section.Text switch
        {
            SectionText.Header or SectionText.HeaderFields or SectionText.HeaderFieldsNot => "HEADER",
            SectionText.Text => "TEXT",
            SectionText.Mime => "MIME",
            _ => "",
        };
        return numbers.Length == 0 || word.Length == 0 ? numbers + word : $"{numbers}.{word}";
    }

    private static string NumbersOf(BodySection section) =>
        string.Join('.', section.Part.Select(number => number.ToString(CultureInfo.InvariantCulture)));

    private const int SliceBytes = 64 * 1024;
}

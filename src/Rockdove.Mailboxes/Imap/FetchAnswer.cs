using System.Buffers;
using Rockdove.Hosting;
using Rockdove.Imap;
using Rockdove.Mime;
using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>
/// Answers one FETCH from rows and stored structures. A body is opened only where its octets are asked for, and goes
/// out in slices.
/// </summary>
internal sealed class FetchAnswer : IDisposable
{
    private readonly ImapContext _context;
    private readonly IMailStore _store;
    private readonly SelectedMailbox _mailbox;
    private readonly FetchQuestion _question;
    private readonly MailboxImapOptions _options;
    private readonly LiteralWriter _literal;
    private readonly bool _wantsStructure;
    private readonly bool _wantsBody;
    private readonly bool _tellsModSequence;
    private readonly Dictionary<FetchItem, ReadOnlyMemory<byte>> _decoded = [];
    private ImapReply? _refusal;
    private long _told;

    public FetchAnswer(
        ImapContext context, IMailStore store, SelectedMailbox mailbox, FetchQuestion question,
        MailboxImapOptions options)
    {
        _context = context;
        _store = store;
        _mailbox = mailbox;
        _question = question;
        _options = options;
        _literal = new LiteralWriter(context);
        foreach (var item in question.Items)
        {
            _tellsModSequence |= item.Kind == FetchKind.ModSequence;
            _wantsBody |= item.Kind is FetchKind.Section or FetchKind.Binary or FetchKind.BinarySize
                or FetchKind.Preview;
            _wantsStructure |= item.Kind is FetchKind.Envelope or FetchKind.Body or FetchKind.BodyStructure
                or FetchKind.Binary or FetchKind.BinarySize or FetchKind.Preview
                || item is { Kind: FetchKind.Section, Section: not { Part.Count: 0, Text: SectionText.All } };
        }
    }

    public async ValueTask<ImapReply?> RunAsync(CancellationToken cancellationToken)
    {
        var uids = ImapTerms.ToUids(_question.Messages);
        if (_question.ChangedSince is { } since)
            uids = await RestrictAsync(uids, since, cancellationToken);
        if (_question.SetsSeen)
        {
            // A page at a time: a commit for each message would cost a sync for each, and one for all would mark as
            // read what a client that goes away never gets.
            for (long at = 0; at < uids.Count; at += MarkedAtOnce)
            {
                var page = uids.Slice(at, MarkedAtOnce);
                await _store.StoreFlagsAsync(
                    _mailbox.Id, page, FlagChange.Add(SystemFlags.Seen), null, cancellationToken);
                await TellAsync(page, cancellationToken);
            }
        }
        else
        {
            await TellAsync(uids, cancellationToken);
        }

        if (_refusal is not null)
            return _refusal;
        return _told < uids.Count && !_context.IsByUid ? ImapStoreReplies.SomeHaveGone : null;
    }

    public void Dispose() => _literal.Dispose();

    /// <summary>
    /// Those that have changed since; and tells those that are gone, where that was asked for. If the store no longer
    /// knows which went when, that is all that are not there (RFC 7162 section 3.2.5.1).
    /// </summary>
    private async ValueTask<UidSet> RestrictAsync(UidSet uids, ulong since, CancellationToken cancellationToken)
    {
        var from = new ModSequence((long)Math.Min(since, long.MaxValue));
        if (await _store.ChangesSinceAsync(_mailbox.Id, from, cancellationToken) is not { } changes)
            return UidSet.Empty;
        if (_question.VanishedAmong is { } among)
        {
            var gone = changes.Expunged.Intersect(ImapTerms.ToUids(among));
            _context.Responses.VanishedEarlier(ImapTerms.ToMessages(gone));
        }

        var changed = new UidSetBuilder();
        foreach (var row in changes.Changed)
            changed.Add(row.Uid);
        return uids.Intersect(changed.ToSet());
    }

    private async ValueTask TellAsync(UidSet uids, CancellationToken cancellationToken)
    {
        var fields = _wantsStructure ? MessageFields.Structure : MessageFields.None;
        await foreach (var row in _store.ReadAsync(_mailbox.Id, uids, fields, cancellationToken))
        {
            await using var message = await FetchedMessage.OpenAsync(
                _store, row, _wantsStructure, _wantsBody, cancellationToken);
            if (message is null)
                continue; // Gone since the row was read.
            _told++;
            if (await DecodeAsync(message, cancellationToken) is { } refusal)
            {
                _refusal = refusal;
                continue;
            }

            if (!_context.Responses.BeginFetch(row.Uid.Value))
                continue;
            foreach (var item in _question.Items)
                await TellAsync(message, item, cancellationToken);
            _context.Responses.EndFetch();
            await _context.SendAsync();
        }
    }

    private ValueTask TellAsync(FetchedMessage message, FetchItem item, CancellationToken cancellationToken)
    {
        var responses = _context.Responses;
        var row = message.Row;
        switch (item.Kind)
        {
            case FetchKind.Flags:
                _mailbox.TellFlags(_context, row.Uid, row.Flags, row.ModSequence, _tellsModSequence);
                break;
            case FetchKind.Uid:
                responses.Uid(row.Uid.Value);
                break;
            case FetchKind.InternalDate:
                responses.InternalDate(row.InternalDate);
                break;
            case FetchKind.Size:
                responses.Size(row.Bytes);
                break;
            case FetchKind.ModSequence:
                responses.ModSequence((ulong)row.ModSequence.Value);
                break;
            case FetchKind.Envelope:
                responses.Envelope(EnvelopeShape.Of(message.Root.Envelope ?? NoFields));
                break;
            case FetchKind.Body or FetchKind.BodyStructure:
                responses.Structure(item, BodyShape.Of(message.Root));
                break;
            case FetchKind.EmailId:
                responses.EmailId(row.Message.ToString());
                break;
            case FetchKind.ThreadId:
                responses.ThreadId(row.Thread.ToString());
                break;
            case FetchKind.SaveDate:
                responses.SaveDate(row.SavedAt);
                break;
            case FetchKind.Preview:
                return TellPreviewAsync(message, item, cancellationToken);
            case FetchKind.BinarySize:
                TellBinarySize(message, item);
                break;
            case FetchKind.Binary:
                return TellBinaryAsync(message, item, cancellationToken);
            default:
                return TellSectionAsync(message, item, cancellationToken);
        }

        return default;
    }

    private async ValueTask TellPreviewAsync(
        FetchedMessage message, FetchItem item, CancellationToken cancellationToken)
    {
        // The beginning of a text is soon read, so a client that is content with NIL has it too.
        var text = await PreviewReader.ReadAsync(message, PreviewCharacters, cancellationToken);
        _context.Responses.Preview(item, text);
    }

    private ValueTask TellSectionAsync(FetchedMessage message, FetchItem item, CancellationToken cancellationToken)
    {
        if (message.Locate(item.Section!) is not { } range)
        {
            _context.Responses.Nothing(item);
            return default;
        }

        return item.Section!.Text is SectionText.HeaderFields or SectionText.HeaderFieldsNot
            ? TellFieldsAsync(message, item, range, cancellationToken)
            : StreamAsync(message, item, range, isBinary: false, cancellationToken);
    }

    private async ValueTask TellFieldsAsync(
        FetchedMessage message, FetchItem item, ByteRange header, CancellationToken cancellationToken)
    {
        var section = item.Section!;
        var fields = new ArrayBufferWriter<byte>();
        var octets = await message.ReadAsync(header, cancellationToken);
        HeaderSelection.Write(octets.Span, section.Fields, section.Text == SectionText.HeaderFieldsNot, fields);
        Tell(item, fields.WrittenMemory);
    }

    private ValueTask TellBinaryAsync(FetchedMessage message, FetchItem item, CancellationToken cancellationToken)
    {
        if (_decoded.TryGetValue(item, out var octets))
        {
            Tell(item, octets);
            return default;
        }

        if (BinaryRange(message, item) is { } range)
            return StreamAsync(message, item, range, isBinary: true, cancellationToken);
        _context.Responses.Nothing(item);
        return default;
    }

    private void TellBinarySize(FetchedMessage message, FetchItem item)
    {
        if (_decoded.TryGetValue(item, out var octets))
            _context.Responses.BinarySize(item, octets.Length);
        else if (BinaryRange(message, item) is { } range)
            _context.Responses.BinarySize(item, range.Length);
        else
            _context.Responses.Nothing(item);
    }

    /// <summary>
    /// Takes the transfer encodings off before anything is said of the message, since one that is not known is NO (RFC
    /// 3516 section 4.3), and a response that was begun cannot be taken back.
    /// </summary>
    private async ValueTask<ImapReply?> DecodeAsync(FetchedMessage message, CancellationToken cancellationToken)
    {
        _decoded.Clear();
        foreach (var item in _question.Items)
        {
            if (item.Kind is not (FetchKind.Binary or FetchKind.BinarySize) || item.Section!.Part.Count == 0
                || message.Find(item.Section) is not { } part)
                continue;
            if (part.TransferEncoding == TransferEncoding.Unknown)
                return ImapReplies.NoBinary;
            if (part.TransferEncoding is TransferEncoding.SevenBit or TransferEncoding.EightBit
                or TransferEncoding.Binary)
                continue;
            var range = part.BodyRange;
            if (range.Length > _options.BinaryBytes)
                return ImapStoreReplies.PartTooBig;
            var body = await message.ReadAsync(new ByteRange(range.Start, range.Length), cancellationToken);
            _decoded[item] = part.DecodeBody(body);
        }

        return null;
    }

    /// <summary>Where the octets of a part lie that travel as they are; BINARY[] is the message.</summary>
    private static ByteRange? BinaryRange(FetchedMessage message, FetchItem item)
    {
        if (item.Section!.Part.Count == 0)
            return message.Locate(item.Section);
        return message.Find(item.Section) is { } part
            ? new ByteRange(part.BodyRange.Start, part.BodyRange.Length)
            : null;
    }

    private void Tell(FetchItem item, ReadOnlyMemory<byte> octets)
    {
        if (item.Partial is { } partial)
        {
            var range = new ByteRange(partial.Offset, partial.Octets).Within(octets.Length);
            octets = octets.Slice((int)range.Offset, (int)range.Length);
        }

        _literal.AllowsNul = item.Kind == FetchKind.Binary;
        _context.Responses.BeginContent(item, octets.Length);
        _literal.Write(octets.Span);
        _context.Responses.EndContent();
    }

    private async ValueTask StreamAsync(
        FetchedMessage message, FetchItem item, ByteRange range, bool isBinary, CancellationToken cancellationToken)
    {
        if (item.Partial is { } partial)
        {
            var within = new ByteRange(partial.Offset, partial.Octets).Within(range.Length);
            range = new ByteRange(range.Offset + within.Offset, within.Length);
        }

        _literal.AllowsNul = isBinary;
        _context.Responses.BeginContent(item, range.Length);
        await message.CopyAsync(range, _literal, cancellationToken);
        _context.Responses.EndContent();
    }

    private static readonly MessageEnvelope NoFields = new();

    private const int MarkedAtOnce = 64;

    /// <summary>RFC 8970 section 3.3.</summary>
    private const int PreviewCharacters = 256;
}

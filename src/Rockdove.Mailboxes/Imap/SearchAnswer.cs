using System.Buffers;
using Rockdove.Hosting;
using Rockdove.Imap;
using Rockdove.Mime;
using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>
/// Answers one SEARCH, SORT or THREAD. What messages are sorted and threaded by comes from their rows and the envelopes
/// stored with them; a body is read only where nothing is stored, or the search is for a text.
/// </summary>
internal sealed class SearchAnswer(
    ImapContext context, IMailStore store, MailboxImapOptions options, TimeProvider time)
{
    private readonly SelectedMailbox _mailbox = MailboxSession.Of(context).Selected!;
    private readonly ProgressNotice _progress = new(context, time);
    private ModSequence _highest;

    public async ValueTask<ImapReply?> SearchAsync(SearchKey key, CancellationToken cancellationToken)
    {
        if (Translate(key) is not { } query)
            return ImapReplies.SearchTooDeep;
        List<(uint, uint)> found = [];
        await foreach (var row in FindAsync(query, cancellationToken))
            found.Add((row.Uid.Value, row.Uid.Value));
        context.Found = new ImapFindings(MessageSet.OfRanges(found), (ulong)_highest.Value);
        return null;
    }

    public async ValueTask<ImapReply?> SortAsync(SortQuestion question, CancellationToken cancellationToken)
    {
        if (Translate(question.Key) is not { } query)
            return ImapReplies.SearchTooDeep;
        var needsEnvelope = question.Criteria.Any(
            criterion => criterion.Key is not (SortKey.Arrival or SortKey.Size));
        var rows = needsEnvelope
            ? await EnvelopesAsync(
                query, MessageFields.Structure,
                (row, fields, _) => SortableRow.Of(row, fields, question.Criteria), cancellationToken)
            : await RowsAsync(query, cancellationToken);
        if (rows is null)
            return ImapStoreReplies.TooManyToSort;
        context.Sorted = new ImapSorting(MessageSorter.Sort(rows, question.Criteria), (ulong)_highest.Value);
        return null;
    }

    public async ValueTask<ImapReply?> ThreadAsync(ThreadQuestion question, CancellationToken cancellationToken)
    {
        if (Translate(question.Key) is not { } query)
            return ImapReplies.SearchTooDeep;
        var rows = await EnvelopesAsync(
            query, MessageFields.Structure | MessageFields.Names,
            (row, fields, names) => SortableRow.Of(row, fields, names, question.Algorithm), cancellationToken);
        if (rows is null)
            return ImapStoreReplies.TooManyToSort;
        context.Threads = MessageThreader.Thread(rows, question.Algorithm);
        return null;
    }

    private SearchQuery? Translate(SearchKey key)
    {
        try
        {
            return SearchTranslation.Of(key, time.GetUtcNow());
        }
        catch (ArgumentException)
        {
            return null; // More conditions than a store takes, or a text that is too long.
        }
    }

    /// <summary>The rows that are found; null when they are too many.</summary>
    private async ValueTask<List<SortableMessage>?> RowsAsync(
        SearchQuery query, CancellationToken cancellationToken)
    {
        List<SortableMessage> rows = [];
        await foreach (var row in FindAsync(query, cancellationToken))
        {
            if (rows.Count == options.SortedMessages)
                return null;
            rows.Add(SortableRow.Of(row));
        }

        return rows;
    }

    /// <summary>The same with what the envelopes say.</summary>
    private async ValueTask<List<SortableMessage>?> EnvelopesAsync(
        SearchQuery query, MessageFields wanted,
        Func<MessageRow, MessageEnvelope, IReadOnlyList<long>, SortableMessage> make,
        CancellationToken cancellationToken)
    {
        if (await UidsAsync(query, cancellationToken) is not { } uids)
            return null;
        List<SortableMessage> rows = [];
        await foreach (var row in store.ReadAsync(_mailbox.Id, uids, wanted, cancellationToken))
        {
            if (rows.Count == options.SortedMessages)
                return null;
            if (row.ModSequence > _highest)
                _highest = row.ModSequence;
            var (fields, names) = MessageStructure.TryRead(row.Structure.Span, out var structure)
                ? (structure!.Root.Envelope, row.Names)
                : await ScanAsync(row, cancellationToken);
            rows.Add(make(row, fields ?? NoFields, names));
            await _progress.TellAsync(rows.Count, null);
        }

        return rows;
    }

    private async ValueTask<UidSet?> UidsAsync(SearchQuery query, CancellationToken cancellationToken)
    {
        if (query == SearchQuery.All)
            return UidSet.All; // Nothing is looked for, so one reading is enough.
        var uids = new UidSetBuilder();
        var count = 0;
        await foreach (var row in FindAsync(query, cancellationToken))
        {
            if (count++ == options.SortedMessages)
                return null;
            uids.Add(row.Uid);
        }

        return uids.ToSet();
    }

    private async IAsyncEnumerable<MessageRow> FindAsync(
        SearchQuery query,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var found = 0;
        await foreach (var row in store.SearchAsync(
            SearchScope.Of(_mailbox.Id), query, SearchPage.All, cancellationToken))
        {
            if (row.ModSequence > _highest)
                _highest = row.ModSequence;
            yield return row;
            await _progress.TellAsync(++found, null);
        }
    }

    /// <summary>Reads a message, a slice at a time, with which nothing was stored.</summary>
    private async ValueTask<(MessageEnvelope? Fields, IReadOnlyList<long> Names)> ScanAsync(
        MessageRow row, CancellationToken cancellationToken)
    {
        await using var body = await store.OpenBodyAsync(row.Message, cancellationToken);
        if (body is null)
            return (null, []);
        var scanner = new DetailsScanner();
        var slice = new ArrayBufferWriter<byte>(SliceBytes);
        for (long at = 0; at < body.Bytes; at += SliceBytes)
        {
            slice.ResetWrittenCount();
            await body.CopyToAsync(new ByteRange(at, SliceBytes), slice, cancellationToken);
            scanner.Write(slice.WrittenSpan);
        }

        var details = scanner.Complete();
        MessageStructure.TryRead(details.Structure.Span, out var structure);
        return (structure?.Root.Envelope, ThreadNames.Of(details));
    }

    private static readonly MessageEnvelope NoFields = new();

    private const int SliceBytes = 64 * 1024;
}

using System.Runtime.CompilerServices;

namespace Rockdove.Storage.Sqlite;

/// <summary>A search with an index: it proposes, what it does not know yet is added, and the text decides.</summary>
internal sealed class IndexedSearch(
    SqliteMailStore store, ReaderPool readers, Indexer indexer, IMessageTextReader reader)
{
    public async IAsyncEnumerable<MessageRow> SearchAsync(
        SearchScope scope,
        SearchQuery query,
        SearchPage page,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var proposed = IndexPlan.Of(query) is { } plan ? indexer.Propose(plan, cancellationToken) : null;
        if (proposed is not { } known)
        {
            await foreach (var row in SearchScan.SearchAsync(store, reader, scope, query, page, cancellationToken)
                .ConfigureAwait(false))
            {
                yield return row;
            }
            yield break;
        }

        AddUnknown(known.Keys, known.Indexed);
        var matcher = new MessageMatcher(store, reader, query);
        var wanted = SearchScan.UidsOf(query);
        var (skip, left) = (page.Skip, page.Limit);
        foreach (var mailbox in await scope.MailboxesAsync(store, cancellationToken).ConfigureAwait(false))
        {
            if (left == 0)
                yield break;
            foreach (var uids in Candidates(mailbox, known.Keys, wanted, page.Order))
            {
                await foreach (var row in SearchScan.RowsAsync(store, mailbox, uids, page.Order, cancellationToken)
                    .ConfigureAwait(false))
                {
                    if (!await matcher.MatchesAsync(row, cancellationToken).ConfigureAwait(false) || skip-- > 0)
                        continue;
                    yield return row;
                    if (--left == 0)
                        yield break;
                }
            }
        }
    }

    /// <summary>What was committed after the index came to its last message.</summary>
    private void AddUnknown(KeySet keys, long indexed)
    {
        using var lease = readers.Rent();
        using var row = lease.Connection.Use("SELECT key FROM message WHERE key > ?1").Bind(1, indexed);
        while (row.Step())
            keys.Add(row.Long(0));
    }

    /// <summary>The identifiers of the messages in a mailbox, in pieces, in order.</summary>
    private IEnumerable<UidSet> Candidates(MailboxId mailbox, KeySet keys, UidSet wanted, SearchOrder order)
    {
        if (Find(mailbox) is not { } found || wanted.IsEmpty)
            return [];
        return keys.Count <= Math.Max(FewKeys, found.Messages / WalkingIsCheaper)
            ? LookUp(found.Key, keys, wanted, order)
            : Walk(found.Key, keys, wanted, order);
    }

    private (long Key, long Messages)? Find(MailboxId mailbox)
    {
        using var lease = readers.Rent();
        using var row = lease.Connection.Use("SELECT key, messages FROM mailbox WHERE id = ?1")
            .Bind(1, mailbox.ToString());
        return row.Step() ? (row.Long(0), row.Long(1)) : null;
    }

    /// <summary>A few messages: where does each lie?</summary>
    private IEnumerable<UidSet> LookUp(long mailbox, KeySet keys, UidSet wanted, SearchOrder order)
    {
        var uids = new List<Uid>();
        using (var lease = readers.Rent())
        {
            foreach (var key in keys.Keys())
            {
                using var row = lease.Connection.Use("SELECT uid FROM entry WHERE message = ?1 AND mailbox = ?2")
                    .Bind(1, key).Bind(2, mailbox);
                while (row.Step())
                    uids.Add(new((uint)row.Long(0)));
            }
        }
        var all = UidSet.Of([.. uids]).Intersect(wanted);
        return order == SearchOrder.NewestFirst ? [all] : SearchScan.PagesFromTheEnd(all).Reverse();
    }

    /// <summary>Many messages: the mailbox from one end to the other, and which of them are among these.</summary>
    private IEnumerable<UidSet> Walk(long mailbox, KeySet keys, UidSet wanted, SearchOrder order)
    {
        var (first, last) = ((long)wanted.Ranges[0].First.Value, (long)wanted.Ranges[^1].Last.Value);
        while (first <= last)
        {
            var uids = new List<Uid>();
            var rows = 0;
            using (var lease = readers.Rent())
            {
                const string Between = "SELECT uid, message FROM entry WHERE mailbox = ?1 AND uid BETWEEN ?2 AND ?3 ";
                using var row = lease.Connection.Use(order == SearchOrder.Ascending
                    ? Between + "ORDER BY uid LIMIT ?4"
                    : Between + "ORDER BY uid DESC LIMIT ?4")
                    .Bind(1, mailbox).Bind(2, first).Bind(3, last).Bind(4, RowsPerStep);
                for (; row.Step(); rows++)
                {
                    var uid = row.Long(0);
                    if (order == SearchOrder.Ascending)
                        first = uid + 1;
                    else
                        last = uid - 1;
                    if (keys.Contains(row.Long(1)))
                        uids.Add(new((uint)uid));
                }
            }
            if (uids.Count > 0)
                yield return UidSet.Of([.. uids]).Intersect(wanted);
            if (rows < RowsPerStep)
                yield break;
        }
    }

    /// <summary>So few are always looked up one by one.</summary>
    private const int FewKeys = 1000;

    /// <summary>To find one message's place costs about as much as to pass so many in order.</summary>
    private const int WalkingIsCheaper = 8;

    /// <summary>Entries passed at once; a search with a limit passes few more than it needs.</summary>
    private const int RowsPerStep = 1024;
}

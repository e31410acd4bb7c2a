using System.Runtime.CompilerServices;

namespace Rockdove.Storage.Sqlite;

/// <summary>
/// A search with an index: it proposes, what it does not know yet is added, and the text decides: the one that the
/// index keeps or, where it keeps none, the message.
/// </summary>
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
        if (Look(query, cancellationToken) is not { } look)
        {
            await foreach (var row in SearchScan.SearchAsync(store, reader, scope, query, page, cancellationToken)
                .ConfigureAwait(false))
            {
                yield return row;
            }
            yield break;
        }

        var (skip, left) = (page.Skip, page.Limit);
        foreach (var mailbox in await scope.MailboxesAsync(store, cancellationToken).ConfigureAwait(false))
        {
            if (left == 0)
                yield break;
            foreach (var batch in look.CandidatesIn(mailbox, page.Order))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (batch.IsDecided && batch.Count <= skip)
                {
                    skip -= batch.Count;
                    continue;
                }
                await foreach (var row in SearchScan.RowsAsync(
                    store, mailbox, batch.Uids(), page.Order, cancellationToken).ConfigureAwait(false))
                {
                    if (!await look.MatchesAsync(row, batch, cancellationToken).ConfigureAwait(false) || skip-- > 0)
                        continue;
                    yield return row;
                    if (--left == 0)
                        yield break;
                }
            }
        }
    }

    public async ValueTask<SearchCount> CountAsync(
        SearchScope scope, SearchQuery query, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Look(query, cancellationToken) is not { } look)
        {
            return await SearchScan.CountAsync(store, reader, scope, query, cancellationToken)
                .ConfigureAwait(false);
        }
        var count = new SearchCount();
        foreach (var mailbox in await scope.MailboxesAsync(store, cancellationToken).ConfigureAwait(false))
        {
            foreach (var batch in look.CandidatesIn(mailbox, SearchOrder.Ascending))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (batch.IsDecided)
                {
                    count = new(count.Messages + batch.Count, count.Unseen + batch.Unseen);
                    continue;
                }
                await foreach (var row in SearchScan.RowsAsync(
                    store, mailbox, batch.Uids(), SearchOrder.Ascending, cancellationToken).ConfigureAwait(false))
                {
                    if (await look.MatchesAsync(row, batch, cancellationToken).ConfigureAwait(false))
                        count = count.With(row);
                }
            }
        }
        return count;
    }

    /// <summary>Null if the index has nothing to say.</summary>
    private IndexedLook? Look(SearchQuery query, CancellationToken cancellationToken)
    {
        var halves = QueryHalves.Of(query);
        var plan = IndexPlan.Of(query) ?? (halves.ByText is null ? null : IndexPlan.Everything);
        if (plan is null || indexer.Propose(plan, cancellationToken) is not { } proposed)
            return null;
        AddUnknown(proposed.Keys, proposed.Indexed);
        var judge = halves.ByText is null
            ? null
            : new TextJudge(halves.ByText, proposed.Blocks, proposed.Texts, indexer.Fail);
        return new(
            new(readers, proposed.Keys, SearchScan.UidsOf(query)),
            judge,
            new(store, reader, query),
            halves.Rest is null ? null : new(store, reader, halves.Rest));
    }

    /// <summary>What was committed after the index came to its last message.</summary>
    private void AddUnknown(KeySet keys, long indexed)
    {
        using var lease = readers.Rent();
        using var row = lease.Connection.Use("SELECT key FROM message WHERE key > ?1").Bind(1, indexed);
        while (row.Step())
            keys.Add(row.Long(0));
    }
}

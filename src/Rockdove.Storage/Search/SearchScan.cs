using System.Runtime.CompilerServices;

namespace Rockdove.Storage;

/// <summary>
/// A search without an index: every message that the query does not exclude by its row is looked into.
/// </summary>
public static class SearchScan
{
    /// <summary>Searches the mailboxes of a scope, one after the other.</summary>
    public static async IAsyncEnumerable<MessageRow> SearchAsync(
        IMailStore store,
        IMessageTextReader reader,
        SearchScope scope,
        SearchQuery query,
        SearchPage page,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(page);
        var matcher = new MessageMatcher(store, reader, query);
        var (skip, left) = (page.Skip, page.Limit);
        foreach (var mailbox in await scope.MailboxesAsync(store, cancellationToken).ConfigureAwait(false))
        {
            if (left == 0)
                yield break;
            if (await store.OpenAsync(mailbox, cancellationToken).ConfigureAwait(false) is not { } snapshot)
                continue;
            var uids = snapshot.Uids.Intersect(UidsOf(query));
            await foreach (var row in RowsAsync(store, mailbox, uids, page.Order, cancellationToken)
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

    /// <summary>Counts what such a search would find.</summary>
    public static async ValueTask<SearchCount> CountAsync(
        IMailStore store,
        IMessageTextReader reader,
        SearchScope scope,
        SearchQuery query,
        CancellationToken cancellationToken)
    {
        var count = new SearchCount();
        await foreach (var row in SearchAsync(store, reader, scope, query, SearchPage.All, cancellationToken)
            .ConfigureAwait(false))
        {
            count = count.With(row);
        }
        return count;
    }

    /// <summary>The identifiers that a message must be one of, as far as the query says so by itself.</summary>
    public static UidSet UidsOf(SearchQuery query) => query switch
    {
        UidQuery uid => uid.Value,
        AndQuery and => and.Parts.Aggregate(UidSet.All, static (uids, part) => uids.Intersect(UidsOf(part))),
        _ => UidSet.All,
    };

    /// <summary>The rows of a set in either order; those that have gone are left out.</summary>
    /// <param name="store">Where they are.</param>
    /// <param name="mailbox">One that does not exist has no rows.</param>
    /// <param name="uids">Identifiers that are there: the pages are counted by them.</param>
    /// <param name="order">Either.</param>
    /// <param name="cancellationToken">Asks to give up.</param>
    public static async IAsyncEnumerable<MessageRow> RowsAsync(
        IMailStore store,
        MailboxId mailbox,
        UidSet uids,
        SearchOrder order,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(uids);
        if (order == SearchOrder.Ascending)
        {
            await foreach (var row in store.ReadAsync(mailbox, uids, MessageFields.Envelope, cancellationToken)
                .ConfigureAwait(false))
            {
                yield return row;
            }
            yield break;
        }

        var page = new List<MessageRow>(RowsPerPage);
        foreach (var some in PagesFromTheEnd(uids))
        {
            page.Clear();
            await foreach (var row in store.ReadAsync(mailbox, some, MessageFields.Envelope, cancellationToken)
                .ConfigureAwait(false))
            {
                page.Add(row);
            }
            for (var i = page.Count - 1; i >= 0; i--)
                yield return page[i];
        }
    }

    /// <summary>The set in pieces, each small, the greatest identifiers first.</summary>
    public static IEnumerable<UidSet> PagesFromTheEnd(UidSet uids)
    {
        ArgumentNullException.ThrowIfNull(uids);
        var ranges = uids.Ranges.ToArray();
        var page = new List<UidRange>();
        var room = (long)RowsPerPage;
        for (var i = ranges.Length - 1; i >= 0; i--)
        {
            for (var rest = ranges[i]; ;)
            {
                var taken = Math.Min(rest.Count, room);
                page.Add(new(new((uint)(rest.Last.Value - taken + 1)), rest.Last));
                room -= taken;
                if (room == 0)
                {
                    yield return UidSet.OfRanges([.. page]);
                    page.Clear();
                    room = RowsPerPage;
                }
                if (taken == rest.Count)
                    break;
                rest = new(rest.First, new((uint)(rest.Last.Value - taken)));
            }
        }
        if (page.Count > 0)
            yield return UidSet.OfRanges([.. page]);
    }

    /// <summary>Rows read at once: enough to make a query cheap, few enough to keep it short.</summary>
    private const int RowsPerPage = 256;
}

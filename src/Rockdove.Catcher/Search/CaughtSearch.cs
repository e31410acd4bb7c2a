using Rockdove.Storage;

namespace Rockdove.Catcher;

/// <summary>Finds what was caught, and does something to all that is found.</summary>
public sealed class CaughtSearch(CaughtMail mail)
{
    /// <summary>What somebody typed, with <c>is:tagged</c> as it is now.</summary>
    public async ValueTask<TypedSearch> ReadAsync(string text, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        var inUse = await mail.Store.FlagsInUseAsync(mail.Mailbox, cancellationToken);
        var tags = inUse?.Keywords.Where(keyword => TagName.Of(keyword) is not null).ToList() ?? [];
        return TypedSearch.Read(text, zone, tags);
    }

    /// <summary>
    /// Messages that a query finds, from a place on, the newest being at 0; and how many it finds in all.
    /// </summary>
    public async ValueTask<CaughtPage> FindAsync(
        SearchQuery query, long start, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        var messages = new List<CaughtMessage>();
        await foreach (var row in RowsAsync(query, start, limit, cancellationToken))
            messages.Add(new CaughtMessage(row));
        if (start == 0 && messages.Count < limit) // There was no more to find.
            return new CaughtPage(messages.Count, messages.Count(message => !message.IsRead), messages);
        var all = await mail.Store.CountAsync(SearchScope.Of(mail.Mailbox), query, cancellationToken);
        return new CaughtPage(all.Messages, all.Unseen, messages);
    }

    /// <summary>The newest message that a query finds, or null.</summary>
    public async ValueTask<CaughtMessage?> FindNewestAsync(SearchQuery query, CancellationToken cancellationToken)
    {
        await foreach (var row in RowsAsync(query, 0, 1, cancellationToken))
            return new CaughtMessage(row);
        return null;
    }

    /// <summary>Forgets what a query finds.</summary>
    public async ValueTask DeleteAsync(SearchQuery query, CancellationToken cancellationToken) =>
        await mail.ExpungeAsync(await UidsAsync(query, cancellationToken), cancellationToken);

    /// <summary>What a query finds is read, or unread again.</summary>
    public async ValueTask MarkAsync(SearchQuery query, bool isRead, CancellationToken cancellationToken) =>
        await mail.MarkAsync(await UidsAsync(query, cancellationToken), isRead, cancellationToken);

    internal async ValueTask<UidSet> UidsAsync(SearchQuery query, CancellationToken cancellationToken)
    {
        var uids = new List<Uid>();
        await foreach (var row in RowsAsync(query, 0, long.MaxValue, cancellationToken))
            uids.Add(row.Uid);
        return UidSet.Of([.. uids]);
    }

    private IAsyncEnumerable<MessageRow> RowsAsync(
        SearchQuery query, long start, long limit, CancellationToken cancellationToken) =>
        mail.Store.SearchAsync(
            SearchScope.Of(mail.Mailbox),
            query,
            new SearchPage { Order = SearchOrder.NewestFirst, Skip = start, Limit = limit },
            cancellationToken);
}

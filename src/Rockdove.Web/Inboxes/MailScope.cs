using Rockdove.Catcher;
using Rockdove.Storage;

namespace Rockdove.Web;

/// <summary>What a request is about: one inbox, or all mail. Nothing outside of it is seen or changed.</summary>
internal sealed class MailScope(CaughtMail mail, NamedInbox? inbox)
{
    public CaughtMail Mail => mail;

    /// <summary>All mail, and no inbox.</summary>
    public bool IsAll => inbox is null;

    public MailboxId Mailbox => inbox?.Mailbox ?? mail.Mailbox;

    /// <exception cref="RefusalException">The inbox is gone.</exception>
    public async ValueTask<MailboxSnapshot> OpenAsync(CancellationToken cancellationToken) =>
        await mail.Store.OpenAsync(Mailbox, cancellationToken) ?? throw RefusalException.InboxGone();

    /// <summary>The message with an id, or the newest one for <c>latest</c>.</summary>
    /// <exception cref="RefusalException">There is none here.</exception>
    public async ValueTask<MessageRow> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (name == "latest")
        {
            var page = new SearchPage { Order = SearchOrder.NewestFirst, Limit = 1 };
            await foreach (var row in FindAllAsync(SearchQuery.All, page, cancellationToken))
                return row;
        }
        else if (MessageId.TryParse(name, out var id))
        {
            foreach (var row in await mail.Store.FindAsync(id, MessageFields.Envelope, cancellationToken))
            {
                if (row.Mailbox == Mailbox)
                    return row;
            }
        }

        throw RefusalException.NoMessage(name);
    }

    public IAsyncEnumerable<MessageRow> FindAllAsync(
        SearchQuery query, SearchPage page, CancellationToken cancellationToken) =>
        mail.Store.SearchAsync(SearchScope.Of(Mailbox), query, page, cancellationToken);

    /// <summary>
    /// A page of what a query finds, the newest at 0, and how much it finds in all, counted just after if need be.
    /// </summary>
    public async ValueTask<(long Total, IReadOnlyList<MessageRow> Rows)> FindPageAsync(
        SearchQuery query, long start, long limit, CancellationToken cancellationToken)
    {
        var rows = new List<MessageRow>();
        var page = new SearchPage { Order = SearchOrder.NewestFirst, Skip = start, Limit = limit };
        await foreach (var row in FindAllAsync(query, page, cancellationToken))
            rows.Add(row);
        if (rows.Count < limit && (rows.Count > 0 || start == 0))
            return (start + rows.Count, rows); // There was no more to find.
        var all = await mail.Store.CountAsync(SearchScope.Of(Mailbox), query, cancellationToken);
        return (all.Messages, rows);
    }

    /// <summary>
    /// Takes messages out of the inbox: other inboxes and the list of all have them still. Out of all mail they are
    /// gone.
    /// </summary>
    public async ValueTask<long> DeleteAsync(MessageRow? one, CancellationToken cancellationToken)
    {
        if (inbox is not null)
        {
            var uids = one is null ? UidSet.All : UidSet.Of(one.Uid);
            return (await mail.Store.ExpungeAsync(Mailbox, uids, SystemFlags.None, cancellationToken)).Expunged.Count;
        }

        if (one is not null)
        {
            await mail.DeleteAsync([one.Message], cancellationToken);
            return 1;
        }

        var count = (await OpenAsync(cancellationToken)).Status.Messages;
        await mail.ClearAsync(cancellationToken);
        return count;
    }
}

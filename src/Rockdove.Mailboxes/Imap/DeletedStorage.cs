using Rockdove.Imap;
using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>
/// Counts the octets that an EXPUNGE would free (RFC 9208 section 4.1.4), where a client asks for that.
/// </summary>
internal static class DeletedStorage
{
    public static async ValueTask<IReadOnlyDictionary<MailboxId, long>> CountAsync(
        IMailStore store, StatusItems items, IEnumerable<MailboxStatus> mailboxes, CancellationToken cancellationToken)
    {
        var counted = new Dictionary<MailboxId, long>();
        if ((items & StatusItems.DeletedStorage) == 0)
            return counted;
        foreach (var mailbox in mailboxes.Where(mailbox => mailbox.Deleted > 0))
        {
            var bytes = 0L;
            var page = new SearchPage { Limit = mailbox.Deleted };
            await foreach (var row in store.SearchAsync(
                SearchScope.Of(mailbox.Id), Deleted, page, cancellationToken))
                bytes += row.Bytes;
            counted[mailbox.Id] = bytes;
        }

        return counted;
    }

    private static readonly SearchQuery Deleted = SearchQuery.Flags(SystemFlags.Deleted);
}

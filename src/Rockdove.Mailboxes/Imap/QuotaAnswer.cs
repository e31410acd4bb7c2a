using Rockdove.Hosting;
using Rockdove.Imap;
using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>
/// Tells what an account uses and may use (RFC 9208). All mailboxes of an owner share one root; without limits there is
/// none.
/// </summary>
internal sealed class QuotaAnswer(ImapContext context, IMailStore store)
{
    public async ValueTask<ImapReply> OfRootAsync(string root, CancellationToken cancellationToken)
    {
        if (root != Root || await ReadAsync(cancellationToken) is not { } usages)
            return ImapReplies.NoQuotaRoot;
        context.Responses.Quota(Root, usages);
        return ImapReplies.Completed;
    }

    public async ValueTask<ImapReply> OfMailboxAsync(string mailbox, CancellationToken cancellationToken)
    {
        var usages = await ReadAsync(cancellationToken);
        context.Responses.QuotaRoots(mailbox, usages is null ? [] : [Root]);
        if (usages is not null)
            context.Responses.Quota(Root, usages);
        return ImapReplies.Completed;
    }

    private async ValueTask<List<QuotaUsage>?> ReadAsync(CancellationToken cancellationToken)
    {
        var quota = await store.Attributes.QuotaAsync(MailboxSession.Of(context).Owner, cancellationToken);
        var usages = new List<QuotaUsage>(2);
        if (quota.Limits.Bytes is { } bytes and < long.MaxValue) // The greatest number says that there is none.
            usages.Add(new("STORAGE", Units(quota.Bytes), Units(bytes)));
        if (quota.Limits.Messages is { } messages and < long.MaxValue)
            usages.Add(new("MESSAGE", quota.Messages, messages));
        return usages.Count == 0 ? null : usages;
    }

    /// <summary>
    /// RFC 9208 section 5.1: units of 1,024 octets. Both are rounded up, so what is allowed never looks like too much.
    /// </summary>
    private static long Units(long bytes) => bytes / 1024 + (bytes % 1024 == 0 ? 0 : 1);

    private const string Root = "account";
}

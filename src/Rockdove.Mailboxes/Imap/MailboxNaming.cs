using Rockdove.Imap;
using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>Makes, names and removes mailboxes, and keeps what people subscribe to.</summary>
internal sealed class MailboxNaming(IMailStore store, MailboxImapOptions options)
{
    /// <summary>Makes what everybody has, for somebody who has logged in.</summary>
    public async ValueTask WelcomeAsync(string owner, CancellationToken cancellationToken)
    {
        var inbox = MailboxName.Inbox(owner);
        if (await store.FindMailboxAsync(inbox, cancellationToken) is null)
            await store.CreateMailboxAsync(inbox, cancellationToken);
        if (options.FirstMailboxes.Count == 0)
            return;
        var mailboxes = await store.ListMailboxesAsync(owner, cancellationToken);
        if (mailboxes.Count > 1)
            return;
        await store.Attributes.SubscribeAsync(inbox, cancellationToken);
        foreach (var (text, uses) in options.FirstMailboxes)
        {
            var name = new MailboxName(owner, text);
            var mailbox = await store.CreateMailboxAsync(name, cancellationToken);
            await store.Attributes.SetSpecialUseAsync(mailbox.Id, uses, cancellationToken);
            await store.Attributes.SubscribeAsync(name, cancellationToken);
        }
    }

    public async ValueTask<MailboxTree> ReadAsync(string owner, CancellationToken cancellationToken) => new(
        await store.ListMailboxesAsync(owner, cancellationToken),
        await store.Attributes.ListSubscriptionsAsync(owner, cancellationToken),
        Delimiter);

    /// <exception cref="StoreException">There is no room.</exception>
    public async ValueTask<ImapReply> CreateAsync(
        MailboxSession session, CreateQuestion question, CancellationToken cancellationToken)
    {
        if (session.NameOf(question.Mailbox) is not { } name)
            return ImapReplies.NoName;
        var tree = await ReadAsync(session.Owner, cancellationToken);
        if (tree.Find(name.Name) is not null)
            return ImapReplies.Exists;
        var uses = ImapTerms.ToUses(question.SpecialUse);
        // One mailbox for each use, so that programs agree; and none that would have to find what is in it by itself.
        if ((uses & (SpecialUses.All | SpecialUses.Flagged)) != SpecialUses.None || tree.HasUse(uses))
            return ImapStoreReplies.UseIsTaken;
        if (await CreateAboveAsync(tree, name, andItself: true, cancellationToken) is { } refusal)
            return refusal;
        var made = await store.CreateMailboxAsync(name, cancellationToken);
        if (!made.IsNew)
            return ImapReplies.Exists;
        if (uses != SpecialUses.None)
            await store.Attributes.SetSpecialUseAsync(made.Id, uses, cancellationToken);
        return ImapReply.Ok("Completed", ImapCodes.MailboxId(made.Id.ToString())); // RFC 8474 section 4.1.
    }

    /// <summary>
    /// Mailboxes below stay, and the name with them as one that cannot be selected; that cannot be deleted (RFC 9051
    /// section 6.3.5).
    /// </summary>
    public async ValueTask<ImapReply> DeleteAsync(
        MailboxSession session, string name, MailboxId? mailbox, CancellationToken cancellationToken)
    {
        if (mailbox is { } id && await store.DeleteMailboxAsync(id, cancellationToken))
            return ImapReplies.Completed;
        var tree = await ReadAsync(session.Owner, cancellationToken);
        return tree.HasBelow(name) ? ImapStoreReplies.HasChildren : ImapReplies.NoSuchMailbox;
    }

    /// <exception cref="StoreException">There is no room.</exception>
    public async ValueTask<ImapReply> RenameAsync(
        MailboxSession session, RenameQuestion question, CancellationToken cancellationToken)
    {
        if (session.NameOf(question.Mailbox) is not { } from)
            return ImapReplies.NoSuchMailbox;
        if (session.NameOf(question.NewName) is not { } to)
            return ImapReplies.NoName;
        var tree = await ReadAsync(session.Owner, cancellationToken);
        if (from == MailboxName.Inbox(session.Owner))
            return await MoveInboxAsync(tree, from, to, cancellationToken);
        var renaming = await store.RenameMailboxAsync(from, to, Delimiter, cancellationToken);
        if (renaming.Outcome == RenameOutcome.Renamed)
            await CreateAboveAsync(tree, to, andItself: false, cancellationToken);
        return renaming.Outcome switch
        {
            RenameOutcome.Renamed => ImapReplies.Completed,
            RenameOutcome.NotFound => ImapReplies.NoSuchMailbox,
            RenameOutcome.Taken => ImapReplies.Exists,
            _ => ImapReplies.NoName,
        };
    }

    public async ValueTask<ImapReply> SubscribeAsync(
        MailboxSession session, SubscribeQuestion question, CancellationToken cancellationToken)
    {
        if (session.NameOf(question.Mailbox) is not { } name)
            return ImapReplies.NoSuchMailbox;
        if (!question.IsSubscribed)
        {
            await store.Attributes.UnsubscribeAsync(name, cancellationToken);
            return ImapReplies.Completed;
        }

        var tree = await ReadAsync(session.Owner, cancellationToken);
        if (tree.Find(name.Name) is null && !tree.HasBelow(name.Name))
            return ImapReplies.NoSuchMailbox;
        return await store.Attributes.SubscribeAsync(name, cancellationToken)
            ? ImapReplies.Completed
            : ImapStoreReplies.TooManySubscriptions;
    }

    /// <summary>
    /// From INBOX the messages move into a new mailbox; it stays, empty, and so does what is below it (RFC 9051 section
    /// 6.3.6).
    /// </summary>
    private async ValueTask<ImapReply> MoveInboxAsync(
        MailboxTree tree, MailboxName inbox, MailboxName to, CancellationToken cancellationToken)
    {
        if (tree.Find(to.Name) is not null)
            return ImapReplies.Exists;
        if (await store.FindMailboxAsync(inbox, cancellationToken) is not { } source)
            return ImapReplies.NoSuchMailbox;
        if (await CreateAboveAsync(tree, to, andItself: true, cancellationToken) is { } refusal)
            return refusal;
        var target = await store.CreateMailboxAsync(to, cancellationToken);
        if (!target.IsNew)
            return ImapReplies.Exists;
        await store.MoveAsync(source, UidSet.All, target.Id, cancellationToken);
        return ImapReplies.Completed;
    }

    /// <summary>Makes the levels above a name that are not there. A reply when there are too many mailboxes.</summary>
    private async ValueTask<ImapReply?> CreateAboveAsync(
        MailboxTree tree, MailboxName name, bool andItself, CancellationToken cancellationToken)
    {
        var missing = MailboxTree.Above(name.Name, Delimiter).Where(level => tree.Find(level) is null).ToList();
        if (tree.Count + missing.Count + (andItself ? 1 : 0) > options.Mailboxes)
            return ImapStoreReplies.TooManyMailboxes;
        for (var i = missing.Count - 1; i >= 0; i--)
            await store.CreateMailboxAsync(new MailboxName(name.Owner, missing[i]), cancellationToken);
        return null;
    }

    /// <summary>The one that <see cref="ImapProtocolOptions.HierarchyDelimiter"/> has by default.</summary>
    public const char Delimiter = '/';
}

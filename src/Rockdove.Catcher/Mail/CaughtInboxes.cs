using System.Collections.Concurrent;
using Rockdove.Storage;

namespace Rockdove.Catcher;

/// <summary>
/// The inboxes of those who have one of their own. Each holds copies of messages that are in the one mailbox of all.
/// </summary>
internal sealed class CaughtInboxes(IMailStore store, InboxPer per)
{
    private readonly ConcurrentDictionary<string, MailboxId> _byOwner = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<MailboxId, string> _owners = new();

    /// <summary>Nobody has one.</summary>
    public bool IsEmpty => _owners.IsEmpty;

    /// <summary>Finds those that a store has already.</summary>
    public async ValueTask ReadAsync(CancellationToken cancellationToken)
    {
        foreach (var mailbox in await store.ListMailboxesAsync(null, cancellationToken))
        {
            if (mailbox.Name.Owner.StartsWith(NamedInboxes.OwnerPrefix, StringComparison.Ordinal))
                await store.DeleteMailboxAsync(mailbox.Id, cancellationToken); // Of a catcher that has ended.
            else if (mailbox.Name.Owner.Length > 0 && mailbox.Name == MailboxName.Inbox(mailbox.Name.Owner))
                Remember(mailbox.Name.Owner, mailbox.Id);
        }
    }

    /// <summary>Whose mailboxes somebody sees who logs in by a name; empty is everybody's.</summary>
    public string OwnerOf(string name)
    {
        var at = name.LastIndexOf('@');
        var owner = per switch
        {
            InboxPer.Recipient => name,
            InboxPer.User => WithoutDetail(at < 0 ? name : name[..at]),
            InboxPer.Domain => name[(at + 1)..],
            _ => "",
        };
        owner = owner.ToLowerInvariant();
        return owner.Length > MailboxName.MaximumLength ? owner[..MailboxName.MaximumLength] : owner;
    }

    /// <summary>The inbox of an owner, made if there is none.</summary>
    /// <exception cref="StoreFullException">There are too many.</exception>
    public async ValueTask<MailboxId> OpenAsync(string owner, CancellationToken cancellationToken)
    {
        if (_byOwner.TryGetValue(owner, out var known))
            return known;
        var made = await store.CreateMailboxAsync(MailboxName.Inbox(owner), cancellationToken);
        if (owner.Length > 0)
            Remember(owner, made.Id);
        return made.Id;
    }

    /// <summary>Removes the inbox of an owner; what is in it stays where else it is.</summary>
    public async ValueTask CloseAsync(string owner, CancellationToken cancellationToken)
    {
        if (!_byOwner.TryRemove(owner, out var inbox))
            return;
        await store.DeleteMailboxAsync(inbox, cancellationToken);
        _owners.TryRemove(inbox, out _);
    }

    /// <summary>The inboxes of those to whom a message goes. When there are too many, some go without.</summary>
    public async ValueTask<IReadOnlyList<MailboxId>> OpenAllAsync(
        IEnumerable<string> recipients, CancellationToken cancellationToken)
    {
        if (per == InboxPer.Everybody)
            return [];
        var inboxes = new List<MailboxId>();
        foreach (var owner in recipients.Select(OwnerOf).Where(owner => owner.Length > 0).Distinct())
        {
            try
            {
                inboxes.Add(await OpenAsync(owner, cancellationToken));
            }
            catch (StoreFullException)
            {
                // A catcher refuses no message for that: the mailbox of all has it.
            }
        }

        return inboxes;
    }

    /// <summary>Takes messages out of every inbox that has them.</summary>
    public async ValueTask ForgetAsync(IReadOnlyList<MessageRow> messages, CancellationToken cancellationToken)
    {
        var places = new Dictionary<MailboxId, List<Uid>>();
        foreach (var message in messages)
        {
            foreach (var row in await store.FindAsync(message.Message, MessageFields.None, cancellationToken))
            {
                if (!_owners.ContainsKey(row.Mailbox))
                    continue;
                if (!places.TryGetValue(row.Mailbox, out var uids))
                    places[row.Mailbox] = uids = [];
                uids.Add(row.Uid);
            }
        }

        foreach (var (mailbox, uids) in places)
            await store.ExpungeAsync(mailbox, UidSet.Of([.. uids]), SystemFlags.None, cancellationToken);
    }

    private void Remember(string owner, MailboxId inbox)
    {
        _byOwner[owner] = inbox;
        _owners[inbox] = owner;
    }

    private static string WithoutDetail(string local) =>
        local.IndexOf('+', StringComparison.Ordinal) is > 0 and var plus ? local[..plus] : local;
}

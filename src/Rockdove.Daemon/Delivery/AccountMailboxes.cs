using Rockdove.Storage;

namespace Rockdove.Daemon;

/// <summary>The mailboxes of accounts: made when they are first needed.</summary>
public static class AccountMailboxes
{
    /// <summary>Whose mailboxes an account has: its name.</summary>
    public static string OwnerOf(Account account) => account.Name.Text;

    /// <summary>The INBOX of an account, made with those that mail programs look for, if there was none.</summary>
    /// <param name="store">Where it is.</param>
    /// <param name="account">Whose it is.</param>
    /// <param name="quota">
    /// What the account may have if it has no limits yet: they become its own, since the store holds to those alone.
    /// </param>
    /// <param name="cancellationToken">Asks to give up.</param>
    public static async ValueTask<MailboxId> InboxAsync(
        IMailStore store, Account account, QuotaLimits quota, CancellationToken cancellationToken)
    {
        var owner = OwnerOf(account);
        if (quota != QuotaLimits.None
            && (await store.Attributes.QuotaAsync(owner, cancellationToken)).Limits == QuotaLimits.None)
            await store.Attributes.SetQuotaAsync(owner, quota, cancellationToken);
        if (await store.FindMailboxAsync(MailboxName.Inbox(owner), cancellationToken) is { } inbox)
            return inbox;
        foreach (var (name, use) in Usual)
            await CreateAsync(store, new MailboxName(owner, name), use, cancellationToken);

        // The last one: whoever finds it finds the others too.
        return await CreateAsync(store, MailboxName.Inbox(owner), SpecialUses.None, cancellationToken);
    }

    /// <summary>The mailbox for what was deleted; made if there was none.</summary>
    public static async ValueTask<MailboxId> TrashAsync(
        IMailStore store, string owner, CancellationToken cancellationToken)
    {
        foreach (var mailbox in await store.ListMailboxesAsync(owner, cancellationToken))
        {
            if (mailbox.SpecialUse.HasFlag(SpecialUses.Trash))
                return mailbox.Id;
        }

        return await CreateAsync(store, new MailboxName(owner, "Trash"), SpecialUses.Trash, cancellationToken);
    }

    private static async ValueTask<MailboxId> CreateAsync(
        IMailStore store, MailboxName name, SpecialUses use, CancellationToken cancellationToken)
    {
        var created = await store.CreateMailboxAsync(name, cancellationToken);
        if (created.IsNew && use != SpecialUses.None)
            await store.Attributes.SetSpecialUseAsync(created.Id, use, cancellationToken);
        if (created.IsNew)
            await store.Attributes.SubscribeAsync(name, cancellationToken);
        return created.Id;
    }

    private static readonly (string Name, SpecialUses Use)[] Usual =
    [
        ("Drafts", SpecialUses.Drafts),
        ("Sent", SpecialUses.Sent),
        ("Junk", SpecialUses.Junk),
        ("Trash", SpecialUses.Trash),
    ];
}

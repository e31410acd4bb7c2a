namespace Rockdove.Storage;

/// <summary>Where a search looks.</summary>
/// <remarks>
/// In several mailboxes it goes from one to the next, by owner and name, and a message that lies in two is found twice.
/// </remarks>
public readonly record struct SearchScope
{
    private SearchScope(MailboxId? mailbox, string? owner) => (Mailbox, Owner) = (mailbox, owner);

    /// <summary>All mailboxes of all owners.</summary>
    public static SearchScope Everything => default;

    /// <summary>The one mailbox; null for several.</summary>
    public MailboxId? Mailbox { get; }

    /// <summary>Whose mailboxes; null for everybody's.</summary>
    public string? Owner { get; }

    public static SearchScope Of(MailboxId mailbox) => new(mailbox, null);

    /// <summary>All mailboxes of one owner.</summary>
    public static SearchScope OwnedBy(string owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return new(null, owner);
    }

    /// <summary>The mailboxes to look through, in order.</summary>
    public async ValueTask<IReadOnlyList<MailboxId>> MailboxesAsync(
        IMailStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        if (Mailbox is { } one)
            return [one];
        var list = await store.ListMailboxesAsync(Owner, cancellationToken).ConfigureAwait(false);
        return [.. list.Select(static mailbox => mailbox.Id)];
    }
}

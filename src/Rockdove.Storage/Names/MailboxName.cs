namespace Rockdove.Storage;

/// <summary>
/// Whose mailbox, and what it is called. The two together are unique in a store.
/// </summary>
/// <remarks>
/// The owner is an account, or empty for mailboxes that belong to nobody. Hierarchy is the business of those who
/// choose names: to the store a name is text, compared to the letter, but for INBOX, which is one name in any case
/// (RFC 9051 section 5.1).
/// </remarks>
public readonly record struct MailboxName
{
    /// <exception cref="ArgumentException">The name is empty, or one of the two is longer than allowed.</exception>
    public MailboxName(string owner, string name)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (owner.Length > MaximumLength || name.Length > MaximumLength)
            throw new ArgumentException($"A mailbox name is at most {MaximumLength} characters, its owner as many.");

        Owner = owner;
        Name = name.Equals(InboxName, StringComparison.OrdinalIgnoreCase) ? InboxName : name;
    }

    public string Owner { get; }

    public string Name { get; }

    public static MailboxName Inbox(string owner) => new(owner, InboxName);

    public override string ToString() => $"{Owner}/{Name}";

    /// <summary>Characters. Enough for deep hierarchies, short enough for an index key.</summary>
    public const int MaximumLength = 1000;

    private const string InboxName = "INBOX";
}

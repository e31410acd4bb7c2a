using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>How mailboxes are shown by IMAP.</summary>
public sealed record MailboxImapOptions
{
    /// <summary>
    /// Mailboxes that everybody has beside INBOX, and what they are for (RFC 6154). They are made, and subscribed to,
    /// when an owner without any of them logs in: so one that was deleted does not come again.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, SpecialUses>> FirstMailboxes { get; init; } = [];

    /// <summary>
    /// Mailboxes of one owner; one more is NO [LIMIT]. LIST looks at all of them, and nobody finds anything in more.
    /// </summary>
    public int Mailboxes { get; init; } = 10_000;

    /// <summary>
    /// The largest part, as it travels, whose transfer encoding is taken off for BINARY (RFC 3516); a larger one is NO
    /// [LIMIT]. It is held in memory for that, and BODY[] has it in any size.
    /// </summary>
    public int BinaryBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// Messages whose flags are kept in memory, of all mailboxes together, some 32 octets each: a client that comes
    /// back asks for the flags of all that it has. Those of a mailbox with more are read from the store each time; 0
    /// keeps none.
    /// </summary>
    public int KnownFlags { get; init; } = 500_000;

    /// <summary>
    /// The most messages that one SORT or THREAD takes; more is NO [LIMIT]. What they are sorted by is held in memory
    /// for that, some hundred octets of each.
    /// </summary>
    public int SortedMessages { get; init; } = 200_000;

    /// <summary>
    /// A leniency: APPEND takes a header with octets beyond ASCII from a client that has not said so. RFC 6855 section
    /// 4 wants NO, but what is to be moved here from elsewhere may have such headers.
    /// </summary>
    public bool TakesUndeclaredUtf8 { get; init; }

    /// <summary>Throws when a setting makes no sense.</summary>
    /// <exception cref="ArgumentException">Names the setting.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Mailboxes, 1 + FirstMailboxes.Count, nameof(Mailboxes));
        ArgumentOutOfRangeException.ThrowIfNegative(BinaryBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(KnownFlags);
        ArgumentOutOfRangeException.ThrowIfLessThan(SortedMessages, 1);
        foreach (var (name, _) in FirstMailboxes)
            _ = new MailboxName("", name);
    }
}

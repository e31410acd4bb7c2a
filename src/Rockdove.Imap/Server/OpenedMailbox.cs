namespace Rockdove.Imap;

/// <summary>The mailbox that a SELECT or EXAMINE has opened, as it is at this moment.</summary>
public sealed record OpenedMailbox
{
    /// <summary>The picture that the session has from now on; the host keeps it up to date.</summary>
    public required MailboxView View { get; init; }

    public required uint UidValidity { get; init; }

    /// <summary>Higher than every UID that there ever was.</summary>
    public required uint UidNext { get; init; }

    /// <summary>Nobody may change it, whatever the client asked for.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>The flags that may be seen on messages.</summary>
    public ImapFlags Flags { get; init; } = Usual;

    /// <summary>The flags that a client can change for good.</summary>
    public ImapFlags PermanentFlags { get; init; } = Usual;

    /// <summary>A client can make new keywords.</summary>
    public bool TakesNewKeywords { get; init; } = true;

    /// <summary>
    /// The UID of the first message without \Seen; IMAP4rev1 is told its number. Null when all are seen.
    /// </summary>
    public uint? FirstUnseen { get; init; }

    /// <summary>What identifies the mailbox, whatever its name; OBJECTID needs it (RFC 8474 section 4.2).</summary>
    public string? MailboxId { get; init; }

    private static readonly ImapFlags Usual = new(
        ImapSystemFlags.Answered | ImapSystemFlags.Flagged | ImapSystemFlags.Deleted | ImapSystemFlags.Seen
        | ImapSystemFlags.Draft);
}

namespace Rockdove.Imap;

/// <summary>What STATUS can ask for.</summary>
[Flags]
public enum StatusItems : ushort
{
    None = 0,
    Messages = 1,
    UidNext = 2,
    UidValidity = 4,
    Unseen = 8,

    /// <summary>How many have \Deleted (RFC 9051 section 6.3.11).</summary>
    Deleted = 16,

    /// <summary>The sum of all RFC822.SIZE (RFC 8438).</summary>
    Size = 32,

    /// <summary>IMAP4rev1's.</summary>
    Recent = 64,

    /// <summary>RFC 7162.</summary>
    HighestModSequence = 128,

    /// <summary>RFC 8474.</summary>
    MailboxId = 256,

    /// <summary>Octets that an EXPUNGE would free (RFC 9208 section 4.1.4).</summary>
    DeletedStorage = 512,
}

/// <summary>How a mailbox stands; a handler fills in what was asked for.</summary>
public sealed record StatusData
{
    public uint Messages { get; init; }
    public uint UidNext { get; init; }
    public uint UidValidity { get; init; }
    public uint Unseen { get; init; }
    public uint Deleted { get; init; }

    /// <summary>Octets of all messages; more is allowed, less is not.</summary>
    public long SizeBytes { get; init; }

    public uint Recent { get; init; }

    /// <summary>0 where the mailbox keeps none.</summary>
    public ulong HighestModSequence { get; init; }

    /// <summary>What identifies the mailbox, whatever its name: an objectid of RFC 8474.</summary>
    public string MailboxId { get; init; } = "";

    /// <summary>Octets of the messages with \Deleted.</summary>
    public long DeletedStorageBytes { get; init; }
}

internal static class StatusGrammar
{
    /// <summary><c>"(" status-att *(SP status-att) ")"</c>: at least one, each any number of times.</summary>
    public static bool TryRead(ref ImapReader reader, ImapProtocol protocol, out StatusItems items)
    {
        items = StatusItems.None;
        if (!reader.Accept((byte)'('))
            return false;
        do
        {
            if (!reader.TryAtom(out var name) || !TryFind(name, out var item) || !IsOffered(protocol, item))
                return false;
            items |= item;
        }
        while (reader.AcceptSpace());
        return reader.Accept((byte)')');
    }

    private static bool IsOffered(ImapProtocol protocol, StatusItems item) => item switch
    {
        StatusItems.Size => protocol.Has<StatusSize>(),
        StatusItems.HighestModSequence => protocol.Has<Condstore>(),
        StatusItems.MailboxId => protocol.Has<ObjectId>(),
        StatusItems.DeletedStorage => protocol.Find<Quota>()?.Limits("STORAGE") == true,
        _ => true,
    };

    private static bool TryFind(ReadOnlySpan<byte> name, out StatusItems item)
    {
        foreach (var (known, text) in Names)
        {
            item = known;
            if (System.Text.Ascii.EqualsIgnoreCase(name, text))
                return true;
        }

        item = default;
        return false;
    }

    public static readonly (StatusItems Item, string Name)[] Names =
    [
        (StatusItems.Messages, "MESSAGES"),
        (StatusItems.UidNext, "UIDNEXT"),
        (StatusItems.UidValidity, "UIDVALIDITY"),
        (StatusItems.Unseen, "UNSEEN"),
        (StatusItems.Deleted, "DELETED"),
        (StatusItems.Size, "SIZE"),
        (StatusItems.Recent, "RECENT"),
        (StatusItems.HighestModSequence, "HIGHESTMODSEQ"),
        (StatusItems.MailboxId, "MAILBOXID"),
        (StatusItems.DeletedStorage, "DELETED-STORAGE"),
    ];
}

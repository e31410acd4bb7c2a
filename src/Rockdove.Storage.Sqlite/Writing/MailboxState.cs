namespace Rockdove.Storage.Sqlite;

/// <summary>A mailbox's row as the writer has it in mind. Written once for each batch that changed it.</summary>
internal sealed class MailboxState
{
    public required long Key { get; init; }

    public required MailboxId Id { get; init; }

    public required uint UidValidity { get; init; }

    public required OwnerState Owner { get; init; }

    public uint UidNext { get; set; } = 1;

    public long ModSequence { get; set; } = 1;

    public long Messages { get; set; }

    public long Unseen { get; set; }

    public long Deleted { get; set; }

    public long Bytes { get; set; }

    public long Forgotten { get; set; }

    public long Logged { get; set; }

    /// <exception cref="StoreFullException">There are not so many identifiers left.</exception>
    public void RequireUids(int count)
    {
        // The last one is never given, since UIDNEXT must be greater than it.
        if (uint.MaxValue - UidNext < count)
            throw new StoreFullException($"Mailbox {Id} has no unique identifiers left.");
    }

    /// <summary>Counts an entry that comes (1) or goes (-1).</summary>
    public void Tally(SystemFlags flags, int by)
    {
        if ((flags & SystemFlags.Seen) == 0)
            Unseen += by;
        if ((flags & SystemFlags.Deleted) != 0)
            Deleted += by;
    }
}

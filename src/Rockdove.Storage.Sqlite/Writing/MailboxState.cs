namespace Rockdove.Storage.Sqlite;

/// <summary>A mailbox's row as the writer has it in mind. Written once for each batch that changed it.</summary>
internal sealed class MailboxState
{
    public required long Key { get; init; }

    public required MailboxId Id { get; init; }

    public required uint UidValidity { get; init; }

    public uint UidNext { get; set; } = 1;

    public long ModSequence { get; set; } = 1;

    public long Messages { get; set; }

    public long Unseen { get; set; }

    public long Deleted { get; set; }

    public long Bytes { get; set; }

    public long Forgotten { get; set; }

    public long Logged { get; set; }

    public bool IsChanged { get; set; }

    /// <summary>Counts an entry that comes (1) or goes (-1).</summary>
    public void Tally(SystemFlags flags, int by)
    {
        if ((flags & SystemFlags.Seen) == 0)
            Unseen += by;
        if ((flags & SystemFlags.Deleted) != 0)
            Deleted += by;
        IsChanged = true;
    }
}

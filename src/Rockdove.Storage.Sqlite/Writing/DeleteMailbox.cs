namespace Rockdove.Storage.Sqlite;

/// <summary>Removes a mailbox and everything in it.</summary>
internal sealed class DeleteMailbox(MailboxId id) : WriteOp<bool>
{
    protected override bool Run(WriterTables tables)
    {
        if (tables.Find(id) is not { } mailbox)
            return false;
        Expunge.Remove(tables, mailbox, UidSet.All, SystemFlags.None);
        tables.DeleteMailbox(mailbox);
        return true;
    }
}

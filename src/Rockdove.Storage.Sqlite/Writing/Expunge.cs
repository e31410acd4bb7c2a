namespace Rockdove.Storage.Sqlite;

/// <summary>Removes messages from a mailbox for ever.</summary>
internal sealed class Expunge(MailboxId id, UidSet uids, SystemFlags having) : WriteOp<ExpungeResult>
{
    protected override ExpungeResult Run(WriterTables tables)
    {
        if (tables.Find(id) is not { } mailbox)
            return new(UidSet.Empty, ModSequence.None);
        var expunged = Remove(tables, mailbox, uids, having);
        if (!expunged.IsEmpty)
            tables.LogExpunge(mailbox, expunged);
        return new(expunged, new(mailbox.ModSequence));
    }

    /// <summary>Removes the entries, and the messages that lay nowhere else.</summary>
    public static UidSet Remove(WriterTables tables, MailboxState mailbox, UidSet uids, SystemFlags having)
    {
        var rows = new List<(Uid Uid, long Message, SystemFlags Flags, long? Thread)>();
        foreach (var range in uids.Ranges)
        {
            using var row = tables.Connection.Use(
                "SELECT uid, message, flags, thread FROM entry WHERE mailbox = ?1 AND uid BETWEEN ?2 AND ?3 "
                + "AND flags & ?4 = ?4 ORDER BY uid")
                .Bind(1, mailbox.Key).Bind(2, range.First.Value).Bind(3, range.Last.Value).Bind(4, (long)having);
            while (row.Step())
                {
                rows.Add((
                    new((uint)row.Long(0)), row.Long(1), (SystemFlags)row.Long(2), row.IsNull(3) ? null : row.Long(3)));
            }
        }

        var expunged = new UidSetBuilder();
        foreach (var (uid, message, flags, thread) in rows)
        {
            tables.RemoveEntry(mailbox, uid, message, flags, thread);
            expunged.Add(uid);
        }
        return expunged.ToSet();
    }
}

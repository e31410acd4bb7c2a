namespace Rockdove.Storage.Sqlite;

/// <summary>Changes flags, each message by itself.</summary>
internal sealed class StoreFlags(MailboxId id, UidSet uids, FlagChange change, ModSequence? unchangedSince)
    : WriteOp<FlagResult>
{
    protected override FlagResult Run(WriterTables tables)
    {
        if (tables.Find(id) is not { } mailbox)
        {
            return new()
            {
                HighestModSequence = ModSequence.None,
                PreviousModSequence = ModSequence.None,
                Stored = [],
            };
        }

        var stored = new List<FlagRow>();
        var modified = new UidSetBuilder();
        var overfull = new UidSetBuilder();
        var next = mailbox.ModSequence + 1;
        foreach (var row in Read(tables, mailbox))
        {
            var flags = change.ApplyTo(row.Flags);
            if (row.ModSequence > unchangedSince)
            {
                modified.Add(row.Uid);
            }
            else if (flags.Keywords.Length > FlagSet.MaximumKeywords)
            {
                overfull.Add(row.Uid);
            }
            else if (flags == row.Flags)
            {
                stored.Add(row);
            }
            else
            {
                mailbox.ModSequence = next;
                Write(tables, mailbox, row, flags);
                stored.Add(new(row.Uid, new(next), flags));
            }
        }
        if (mailbox.ModSequence == next)
            tables.Changed(mailbox);
        return new()
        {
            HighestModSequence = new(mailbox.ModSequence),
            PreviousModSequence = new(next - 1),
            Stored = stored,
            Modified = modified.ToSet(),
            Overfull = overfull.ToSet(),
        };
    }

    private List<FlagRow> Read(WriterTables tables, MailboxState mailbox)
    {
        var rows = new List<FlagRow>();
        foreach (var range in uids.Ranges)
        {
            using var row = tables.Connection.Use(
                "SELECT uid, modseq, flags, keywords FROM entry WHERE mailbox = ?1 AND uid BETWEEN ?2 AND ?3 "
                + "ORDER BY uid")
                .Bind(1, mailbox.Key).Bind(2, range.First.Value).Bind(3, range.Last.Value);
            while (row.Step())
                rows.Add(new(new((uint)row.Long(0)), new(row.Long(1)), FlagColumns.Read(row, 2, 3)));
        }
        return rows;
    }

    private static void Write(WriterTables tables, MailboxState mailbox, FlagRow row, FlagSet flags)
    {
        tables.Connection.Use("UPDATE entry SET flags = ?3, keywords = ?4, modseq = ?5 WHERE mailbox = ?1 AND uid = ?2")
            .Bind(1, mailbox.Key).Bind(2, row.Uid.Value).Bind(3, (long)flags.System)
            .Bind(4, FlagColumns.KeywordsOf(flags)).Bind(5, mailbox.ModSequence).Run();
        mailbox.Tally(row.Flags.System, -1);
        mailbox.Tally(flags.System, 1);
    }
}

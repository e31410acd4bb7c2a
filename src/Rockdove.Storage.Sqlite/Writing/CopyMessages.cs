namespace Rockdove.Storage.Sqlite;

/// <summary>Puts messages into another mailbox as well, or instead.</summary>
internal sealed class CopyMessages(MailboxId source, UidSet uids, MailboxId target, bool isMove, DateTimeOffset now)
    : WriteOp<CopiedMessages>
{
    protected override CopiedMessages Run(WriterTables tables)
    {
        var to = tables.Find(target) ?? throw new MailboxGoneException(target);
        var from = tables.Find(source);
        var found = from is null ? [] : Read(tables, from);
        to.RequireUids(found.Count);
        if (!isMove || from?.Owner != to.Owner)
            to.Owner.RequireQuota(found.Sum(each => each.Entry.Bytes), found.Count);

        var first = to.UidNext;
        foreach (var (_, entry) in found)
        {
            var thread = from!.Owner == to.Owner ? entry.Thread : tables.ThreadOf(entry.Message, to.Owner);
            tables.AddEntry(to, entry with { Thread = thread });
        }
        var copied = UidSet.Of([.. found.Select(each => each.Uid)]);
        if (isMove && found.Count > 0)
        {
            foreach (var (uid, entry) in found)
                tables.DetachEntry(from!, uid, entry.Bytes, entry.Flags, entry.Thread);
            tables.LogExpunge(from!, copied);
        }
        else
        {
            foreach (var (_, entry) in found)
                tables.AddPlace(entry.Message);
        }
        return new()
        {
            UidValidity = to.UidValidity,
            Source = copied,
            Target = found.Count == 0 ? UidSet.Empty : UidSet.Of(new(first), new(to.UidNext - 1)),
            SourceModSequence = from is null ? ModSequence.None : new(from.ModSequence),
            TargetModSequence = new(to.ModSequence),
        };
    }

    private List<(Uid Uid, NewEntry Entry)> Read(WriterTables tables, MailboxState mailbox)
    {
        var found = new List<(Uid, NewEntry)>();
        foreach (var range in uids.Ranges)
        {
            using var row = tables.Connection.Use(
                "SELECT e.uid, e.message, m.bytes, e.flags, e.keywords, e.ticks, e.zone, e.thread "
                + "FROM entry e JOIN message m ON m.key = e.message "
                + "WHERE e.mailbox = ?1 AND e.uid BETWEEN ?2 AND ?3 ORDER BY e.uid")
                .Bind(1, mailbox.Key).Bind(2, range.First.Value).Bind(3, range.Last.Value);
            while (row.Step())
            {
                found.Add((new((uint)row.Long(0)), new()
                {
                    Message = row.Long(1),
                    Bytes = row.Long(2),
                    Flags = (SystemFlags)row.Long(3),
                    Keywords = row.IsNull(4) ? null : row.Text(4),
                    Ticks = row.Long(5),
                    Zone = row.Long(6),
                    Thread = row.IsNull(7) ? null : row.Long(7),
                    Saved = now.UtcTicks,
                }));
            }
        }
        return found;
    }
}

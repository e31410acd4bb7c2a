namespace Rockdove.Storage.Sqlite;

/// <summary>Reads rows, each query by itself.</summary>
internal sealed class RowReader(ReaderPool readers)
{
    public MailboxId? FindMailbox(MailboxName name)
    {
        using var lease = readers.Rent();
        using var row = lease.Connection.Use("SELECT id FROM mailbox WHERE owner = ?1 AND name = ?2")
            .Bind(1, name.Owner).Bind(2, name.Name);
        return row.Step() ? MailboxId.Parse(row.Text(0)) : null;
    }

    public List<MailboxStatus> ListMailboxes(string? owner)
    {
        var list = new List<MailboxStatus>();
        using (var lease = readers.Rent())
        {
            var sql = "SELECT " + MailboxColumns + " FROM mailbox";
            using var row = owner is null
                ? lease.Connection.Use(sql)
                : lease.Connection.Use(sql + " WHERE owner = ?1").Bind(1, owner);
            while (row.Step())
                list.Add(ReadStatus(row));
        }
        // Not by SQLite, which sorts UTF-8: above U+FFFF that is another order than .NET's.
        list.Sort(static (a, b) => string.CompareOrdinal(a.Name.Owner, b.Name.Owner) is not 0 and var byOwner
            ? byOwner
            : string.CompareOrdinal(a.Name.Name, b.Name.Name));
        return list;
    }

    /// <summary>Fills a page with the rows of a set, from an identifier on, and returns how many there were.</summary>
    public int Read(MailboxId mailbox, UidSet uids, Uid from, MessageFields fields, Span<MessageRow> page)
    {
        using var lease = readers.Rent();
        if (KeyOf(lease.Connection, mailbox) is not { } key)
            return 0;
        var filled = 0;
        foreach (var range in uids.Ranges)
        {
            if (range.Last < from)
                continue;
            using var row = lease.Connection.Use(
                "SELECT " + RowColumns + " FROM entry e JOIN message m ON m.key = e.message "
                + "LEFT JOIN thread t ON t.key = e.thread "
                + "WHERE e.mailbox = ?1 AND e.uid BETWEEN ?2 AND ?3 ORDER BY e.uid LIMIT ?4")
                .Bind(1, key).Bind(2, Math.Max(range.First.Value, from.Value)).Bind(3, range.Last.Value)
                .Bind(4, page.Length - filled);
            while (row.Step())
                page[filled++] = ReadRow(row, mailbox, fields);
            if (filled == page.Length)
                break;
        }
        return filled;
    }

    public List<MessageRow> Find(MessageId message, MessageFields fields)
    {
        var rows = new List<MessageRow>();
        using var lease = readers.Rent();
        using var row = lease.Connection.Use(
            "SELECT " + RowColumns + ", b.id FROM message m JOIN entry e ON e.message = m.key "
            + "JOIN mailbox b ON b.key = e.mailbox LEFT JOIN thread t ON t.key = e.thread "
            + "WHERE m.id = ?1 ORDER BY e.mailbox, e.uid")
            .Bind(1, message.ToString());
        while (row.Step())
            rows.Add(ReadRow(row, MailboxId.Parse(row.Text(RowColumnCount)), fields));
        return rows;
    }

    public MailboxChanges? ChangesSince(MailboxId mailbox, ModSequence since)
    {
        using var lease = readers.Rent();
        using var moment = new ReadMoment(lease.Connection);
        long key, forgotten;
        MailboxStatus status;
        using (var row = lease.Connection.Use(
            "SELECT " + MailboxColumns + ", key, forgotten FROM mailbox WHERE id = ?1")
            .Bind(1, mailbox.ToString()))
        {
            if (!row.Step())
                return null;
            (status, key, forgotten) = (ReadStatus(row), row.Long(11), row.Long(12));
        }

        var changed = new List<FlagRow>();
        using (var row = lease.Connection.Use(
            "SELECT uid, modseq, flags, keywords FROM entry WHERE mailbox = ?1 AND modseq > ?2")
            .Bind(1, key).Bind(2, since.Value))
        {
            while (row.Step())
                changed.Add(new(new((uint)row.Long(0)), new(row.Long(1)), FlagColumns.Read(row, 2, 3)));
        }
        changed.Sort(static (a, b) => a.Uid.CompareTo(b.Uid));
        return new()
        {
            HighestModSequence = status.HighestModSequence,
            UidNext = status.UidNext,
            Changed = changed,
            Expunged = since.Value >= forgotten
                ? ExpungedSince(lease.Connection, key, since.Value)
                : Below(status.UidNext).Except(UidsOf(lease.Connection, key, Uid.First)),
        };
    }

    public StoreUsage Usage(long stagedMessages, long stagedBytes)
    {
        using var lease = readers.Rent();
        using var row = lease.Connection.Use("SELECT (SELECT count(*) FROM mailbox), messages, bytes FROM totals");
        row.Step();
        return new(row.Long(0), row.Long(1), row.Long(2), stagedMessages, stagedBytes);
    }

    internal static UidSet Below(Uid next) =>
        next.Value > 1 ? UidSet.Of(Uid.First, new(next.Value - 1)) : UidSet.Empty;

    internal static UidSet ExpungedSince(SqliteConnection connection, long mailbox, long since)
    {
        var ranges = new List<UidRange>();
        using var row = connection.Use("SELECT first, last FROM expunged WHERE mailbox = ?1 AND modseq > ?2")
            .Bind(1, mailbox).Bind(2, since);
        while (row.Step())
            ranges.Add(new(new((uint)row.Long(0)), new((uint)row.Long(1))));
        return UidSet.OfRanges([.. ranges]);
    }

    internal static UidSet UidsOf(SqliteConnection connection, long mailbox, Uid from)
    {
        var uids = new UidSetBuilder();
        using var row = connection.Use("SELECT uid FROM entry WHERE mailbox = ?1 AND uid >= ?2 ORDER BY uid")
            .Bind(1, mailbox).Bind(2, from.Value);
        while (row.Step())
            uids.Add(new Uid((uint)row.Long(0)));
        return uids.ToSet();
    }

    internal static MailboxStatus ReadStatus(SqliteStatement row) => new()
    {
        Id = MailboxId.Parse(row.Text(0)),
        Name = new(row.Text(1), row.Text(2)),
        UidValidity = (uint)row.Long(3),
        UidNext = new((uint)row.Long(4)),
        HighestModSequence = new(row.Long(5)),
        Messages = row.Long(6),
        Unseen = row.Long(7),
        Deleted = row.Long(8),
        Bytes = row.Long(9),
        SpecialUse = (SpecialUses)row.Long(10),
    };

    private static long? KeyOf(SqliteConnection connection, MailboxId mailbox)
    {
        using var row = connection.Use("SELECT key FROM mailbox WHERE id = ?1").Bind(1, mailbox.ToString());
        return row.Step() ? row.Long(0) : null;
    }

    private static MessageRow ReadRow(SqliteStatement row, MailboxId mailbox, MessageFields fields) => new()
    {
        Mailbox = mailbox,
        Uid = new((uint)row.Long(0)),
        ModSequence = new(row.Long(1)),
        Flags = FlagColumns.Read(row, 2, 3),
        InternalDate = DateColumns.Read(row.Long(4), row.Long(5)),
        Message = MessageId.Parse(row.Text(6)),
        Bytes = row.Long(7),
        Thread = ThreadId.Of(MessageId.Parse(row.Text(row.IsNull(9) ? 6 : 9))),
        Structure = fields.HasFlag(MessageFields.Structure) && !row.IsNull(10) ? row.Blob(10).ToArray() : default,
        SavedAt = row.IsNull(11) ? null : new DateTimeOffset(row.Long(11), TimeSpan.Zero),
        Names = fields.HasFlag(MessageFields.Names) && !row.IsNull(12) ? NameColumn.Read(row.Blob(12)) : [],
        Envelope = fields.HasFlag(MessageFields.Envelope) && !row.IsNull(8) ? EnvelopeColumn.Read(row.Blob(8)) : null,
    };

    internal const string MailboxColumns =
        "id, owner, name, uidvalidity, uidnext, modseq, messages, unseen, deleted, bytes, uses";

    private const string RowColumns =
        "e.uid, e.modseq, e.flags, e.keywords, e.ticks, e.zone, m.id, m.bytes, m.envelope, t.message, m.structure, "
        + "e.saved, m.names";

    private const int RowColumnCount = 13;
}

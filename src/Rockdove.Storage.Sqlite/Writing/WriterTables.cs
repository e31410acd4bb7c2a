namespace Rockdove.Storage.Sqlite;

/// <summary>
/// The rows as the writer changes them, within one transaction for each batch. What it knows of mailboxes it keeps from
/// one batch to the next, since nobody else writes; after a transaction that failed it forgets.
/// </summary>
internal sealed class WriterTables(SqliteConnection connection, SegmentFolder segments, int expungeLogRanges)
{
    private readonly Dictionary<MailboxId, MailboxState> _mailboxes = [];
    private readonly HashSet<MailboxState> _changed = [];
    private readonly HashSet<long> _touchedSegments = [];
    private readonly List<MailboxChange> _changes = [];
    private readonly List<long> _retired = [];
    private long _messages, _bytes;

    public SqliteConnection Connection => connection;

    /// <summary>What to tell the feed when the transaction is done.</summary>
    public IReadOnlyList<MailboxChange> Changes => _changes;

    /// <summary>Segments whose files may go when the transaction is done.</summary>
    public IReadOnlyList<long> Retired => _retired;

    public void Begin()
    {
        _changed.Clear();
        _changes.Clear();
        _retired.Clear();
        _touchedSegments.Clear();
        (_messages, _bytes) = (0, 0);
        if (_mailboxes.Count >= MostRemembered)
            _mailboxes.Clear(); // Only here: what changed in a batch is not yet in the rows.
        connection.Execute("BEGIN IMMEDIATE");
    }

    /// <summary>Writes what was only kept in mind.</summary>
    public void Flush()
    {
        foreach (var mailbox in _changed)
            Write(mailbox);
        RetireSegments();
        if (_messages != 0 || _bytes != 0)
        {
            connection.Use("UPDATE totals SET messages = messages + ?1, bytes = bytes + ?2")
                .Bind(1, _messages).Bind(2, _bytes).Run();
        }
    }

    public void Commit() => connection.Execute("COMMIT");

    public void Rollback()
    {
        _mailboxes.Clear();
        if (connection.IsInTransaction) // Some errors have undone it already.
            connection.Execute("ROLLBACK");
    }

    public MailboxState? Find(MailboxId id)
    {
        if (_mailboxes.TryGetValue(id, out var known))
            return known;
        using var row = connection.Use(
            "SELECT key, uidvalidity, uidnext, modseq, messages, unseen, deleted, bytes, forgotten, logged "
            + "FROM mailbox WHERE id = ?1").Bind(1, id.ToString());
        if (!row.Step())
            return null;
        return _mailboxes[id] = new()
        {
            Id = id,
            Key = row.Long(0),
            UidValidity = (uint)row.Long(1),
            UidNext = (uint)row.Long(2),
            ModSequence = row.Long(3),
            Messages = row.Long(4),
            Unseen = row.Long(5),
            Deleted = row.Long(6),
            Bytes = row.Long(7),
            Forgotten = row.Long(8),
            Logged = row.Long(9),
        };
    }

    /// <summary>
    /// The mailbox has changed up to its mod-sequence: its row will be written, and its watchers told.
    /// </summary>
    public void Changed(MailboxState mailbox)
    {
        _changed.Add(mailbox);
        _changes.Add(new(mailbox.Id, new(mailbox.ModSequence)));
    }

    public MailboxId? FindByName(MailboxName name)
    {
        using var row = connection.Use("SELECT id FROM mailbox WHERE owner = ?1 AND name = ?2")
            .Bind(1, name.Owner).Bind(2, name.Name);
        return row.Step() ? MailboxId.Parse(row.Text(0)) : null;
    }

    public MailboxId CreateMailbox(MailboxName name, DateTimeOffset now)
    {
        // Seconds since 1970, as RFC 9051 section 2.3.1.1 proposes; greater than any before, whatever the clock does.
        var last = connection.Scalar("SELECT uidvalidity FROM totals");
        var validity = Math.Max(last + 1, Math.Max(now.ToUnixTimeSeconds(), 1));
        connection.Use("UPDATE totals SET uidvalidity = ?1").Bind(1, validity).Run();
        var id = MailboxId.Create(now);
        connection.Use(
            "INSERT INTO mailbox (id, owner, name, uidvalidity, uidnext, modseq, messages, unseen, deleted, bytes, "
            + "forgotten, logged) VALUES (?1, ?2, ?3, ?4, 1, 1, 0, 0, 0, 0, 0, 0)")
            .Bind(1, id.ToString()).Bind(2, name.Owner).Bind(3, name.Name).Bind(4, validity).Run();
        _changes.Add(new(id, ModSequence.First));
        return id;
    }

    /// <summary>Removes a mailbox that has no entries any more.</summary>
    public void DeleteMailbox(MailboxState mailbox)
    {
        connection.Use("DELETE FROM expunged WHERE mailbox = ?1").Bind(1, mailbox.Key).Run();
        connection.Use("DELETE FROM mailbox WHERE key = ?1").Bind(1, mailbox.Key).Run();
        _changed.Remove(mailbox);
        _mailboxes.Remove(mailbox.Id);
        _changes.Add(new(mailbox.Id, new(mailbox.ModSequence + 1)));
    }

    /// <param name="id">Null for a blob that is no message.</param>
    /// <param name="place">Where the body lies.</param>
    /// <param name="isShared">Whether its segment may be appended to.</param>
    /// <param name="sha256">Of the body.</param>
    /// <param name="places">Entries that will hold it.</param>
    /// <param name="envelope">Serialised; null if there is none.</param>
    public long AddMessage(
        MessageId? id, BodyPlace place, bool isShared, ReadOnlySpan<byte> sha256, int places, byte[]? envelope)
    {
        var insert = connection.Use(
            "INSERT INTO message (id, segment, offset, bytes, sha256, places, envelope) "
            + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
            .Bind(1, id?.ToString()).Bind(2, place.Segment).Bind(3, place.Offset).Bind(4, place.Bytes)
            .Bind(5, sha256).Bind(6, places);
        if (envelope is null)
            insert.BindNull(7).Run();
        else
            insert.Bind(7, envelope).Run();
        var key = connection.LastRowId;
        connection.Use(
            "INSERT INTO segment VALUES (?1, ?2, ?3, ?4) "
            + "ON CONFLICT DO UPDATE SET bytes = max(bytes, ?2), live = live + ?3")
            .Bind(1, place.Segment).Bind(2, place.End).Bind(3, place.End - place.Offset).Bind(4, isShared ? 1 : 0)
            .Run();
        if (id is not null)
        {
            _messages++;
            _bytes += place.Bytes;
        }
        return key;
    }

    public void AddEntry(MailboxState mailbox, long message, long bytes, Placement placement)
    {
        connection.Use(
            "INSERT INTO entry (mailbox, uid, message, modseq, flags, keywords, ticks, zone) "
            + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
            .Bind(1, mailbox.Key).Bind(2, mailbox.UidNext).Bind(3, message).Bind(4, ++mailbox.ModSequence)
            .Bind(5, (long)placement.Flags.System).Bind(6, FlagColumns.KeywordsOf(placement.Flags))
            .Bind(7, placement.InternalDate.UtcTicks).Bind(8, placement.InternalDate.TotalOffsetMinutes).Run();
        mailbox.UidNext++;
        mailbox.Messages++;
        mailbox.Bytes += bytes;
        mailbox.Tally(placement.Flags.System, 1);
        Changed(mailbox);
    }

    /// <summary>One entry fewer holds the message; the last one takes it along.</summary>
    public void RemoveEntry(MailboxState mailbox, uint uid, long message, SystemFlags flags)
    {
        connection.Use("DELETE FROM entry WHERE mailbox = ?1 AND uid = ?2").Bind(1, mailbox.Key).Bind(2, uid).Run();
        BodyPlace place;
        long places;
        using (var row = connection.Use("SELECT places, segment, offset, bytes FROM message WHERE key = ?1")
            .Bind(1, message))
        {
            row.Step();
            (places, place) = (row.Long(0), new(row.Long(1), row.Long(2), row.Long(3)));
        }
        mailbox.Messages--;
        mailbox.Bytes -= place.Bytes;
        mailbox.Tally(flags, -1);
        if (places > 1)
        {
            connection.Use("UPDATE message SET places = places - 1 WHERE key = ?1").Bind(1, message).Run();
            return;
        }
        _messages--;
        _bytes -= place.Bytes;
        DeleteMessage(message, place);
    }

    public void DeleteMessage(long message, BodyPlace place)
    {
        connection.Use("DELETE FROM message WHERE key = ?1").Bind(1, message).Run();
        connection.Use("UPDATE segment SET live = live - ?2 WHERE number = ?1")
            .Bind(1, place.Segment).Bind(2, place.End - place.Offset).Run();
        _touchedSegments.Add(place.Segment);
    }

    /// <summary>Notes what went, under the mailbox's next mod-sequence, and forgets what is too much.</summary>
    public void LogExpunge(MailboxState mailbox, UidSet expunged)
    {
        mailbox.ModSequence++;
        foreach (var range in expunged.Ranges)
        {
            connection.Use("INSERT INTO expunged VALUES (?1, ?2, ?3, ?4)")
                .Bind(1, mailbox.Key).Bind(2, mailbox.ModSequence)
                .Bind(3, range.First.Value).Bind(4, range.Last.Value).Run();
        }
        mailbox.Logged += expunged.Ranges.Length;
        if (mailbox.Logged > expungeLogRanges)
            ForgetExpunges(mailbox);
        Changed(mailbox);
    }

    /// <summary>The older half at once, so that a full log is not cut again with every expunge.</summary>
    private void ForgetExpunges(MailboxState mailbox)
    {
        using (var row = connection.Use(
            "SELECT modseq FROM expunged WHERE mailbox = ?1 ORDER BY modseq LIMIT 1 OFFSET ?2")
            .Bind(1, mailbox.Key).Bind(2, mailbox.Logged - expungeLogRanges / 2 - 1))
        {
            if (row.Step())
                mailbox.Forgotten = row.Long(0);
        }
        connection.Use("DELETE FROM expunged WHERE mailbox = ?1 AND modseq <= ?2")
            .Bind(1, mailbox.Key).Bind(2, mailbox.Forgotten).Run();
        using var left = connection.Use("SELECT count(*) FROM expunged WHERE mailbox = ?1").Bind(1, mailbox.Key);
        left.Step();
        mailbox.Logged = left.Long(0);
    }

    private void Write(MailboxState mailbox) => connection.Use(
        "UPDATE mailbox SET uidnext = ?2, modseq = ?3, messages = ?4, unseen = ?5, deleted = ?6, bytes = ?7, "
        + "forgotten = ?8, logged = ?9 WHERE key = ?1")
        .Bind(1, mailbox.Key).Bind(2, mailbox.UidNext).Bind(3, mailbox.ModSequence).Bind(4, mailbox.Messages)
        .Bind(5, mailbox.Unseen).Bind(6, mailbox.Deleted).Bind(7, mailbox.Bytes).Bind(8, mailbox.Forgotten)
        .Bind(9, mailbox.Logged).Run();

    private void RetireSegments()
    {
        foreach (var number in _touchedSegments)
        {
            if (segments.IsActive(number) && !(IsEmpty(number) && segments.TryLeave(number)))
                continue;
            connection.Use("INSERT INTO retired SELECT number FROM segment WHERE number = ?1 AND live = 0")
                .Bind(1, number).Run();
            using (var row = connection.Use("DELETE FROM segment WHERE number = ?1 AND live = 0 RETURNING number")
                .Bind(1, number))
            {
                if (row.Step())
                    _retired.Add(number);
            }
        }
    }

    private bool IsEmpty(long segment)
    {
        using var row = connection.Use("SELECT live FROM segment WHERE number = ?1").Bind(1, segment);
        return row.Step() && row.Long(0) == 0;
    }

    /// <summary>Mailboxes kept in mind from one batch to the next, about 200 bytes each.</summary>
    private const int MostRemembered = 10_000;
}

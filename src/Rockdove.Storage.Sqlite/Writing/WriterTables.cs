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

    public OwnerTable Owners { get; } = new(connection);

    public ThreadTable Threads { get; } = new(connection);

    /// <summary>What to tell the feed when the transaction is done.</summary>
    public IReadOnlyList<MailboxChange> Changes => _changes;

    /// <summary>Segments whose files may go when the transaction is done.</summary>
    public IReadOnlyList<long> Retired => _retired;

    /// <summary>Whether segments hold less than before the transaction.</summary>
    public bool HasFreed => _touchedSegments.Count > 0;

    public void Begin()
    {
        _changed.Clear();
        _changes.Clear();
        _retired.Clear();
        _touchedSegments.Clear();
        (_messages, _bytes) = (0, 0);
        if (_mailboxes.Count >= MostRemembered)
            Forget(); // Only here: what changed in a batch is not yet in the rows.
        connection.Execute("BEGIN IMMEDIATE");
    }

    /// <summary>Writes what was only kept in mind.</summary>
    public void Flush()
    {
        foreach (var mailbox in _changed)
        {
            Write(mailbox);
            _changes.Add(new(mailbox.Id, new(mailbox.ModSequence)));
        }
        Owners.Flush();
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
        Forget();
        if (connection.IsInTransaction) // Some errors have undone it already.
            connection.Execute("ROLLBACK");
    }

    public MailboxState? Find(MailboxId id)
    {
        if (_mailboxes.TryGetValue(id, out var known))
            return known;
        using var row = connection.Use(
            "SELECT key, uidvalidity, uidnext, modseq, messages, unseen, deleted, bytes, forgotten, logged, owner "
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
            Owner = Owners.Find(row.Text(10)),
        };
    }

    /// <summary>
    /// The mailbox has changed up to its mod-sequence: its row will be written, and its watchers told.
    /// </summary>
    public void Changed(MailboxState mailbox) => _changed.Add(mailbox);

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
        Owners.Find(name.Owner);
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
        connection.Use("DELETE FROM metadata WHERE mailbox = ?1").Bind(1, mailbox.Key).Run();
        connection.Use("DELETE FROM mailbox WHERE key = ?1").Bind(1, mailbox.Key).Run();
        _changed.Remove(mailbox);
        _mailboxes.Remove(mailbox.Id);
        _changes.Add(new(mailbox.Id, new(mailbox.ModSequence + 1)));
    }

    /// <param name="message">Null for a blob that is none.</param>
    /// <param name="place">Where the body lies.</param>
    /// <param name="isShared">Whether its segment may be appended to.</param>
    /// <param name="sha256">Of the body.</param>
    /// <param name="places">Entries that will hold it.</param>
    public long AddMessage(
        NewMessage? message, BodyPlace place, bool isShared, ReadOnlySpan<byte> sha256, int places)
    {
        var insert = connection.Use(
            "INSERT INTO message (id, segment, offset, bytes, sha256, places, envelope, names, structure) "
            + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")
            .Bind(1, message?.Id.ToString()).Bind(2, place.Segment).Bind(3, place.Offset).Bind(4, place.Bytes)
            .Bind(5, sha256).Bind(6, places); // What is not bound is null.
        if (message?.Envelope is { } envelope)
            insert.Bind(7, envelope);
        if (message?.Names is { Length: > 0 } names)
            insert.Bind(8, NameColumn.Write(names));
        if (message?.Structure is { Length: > 0 } structure)
            insert.Bind(9, structure.Span);
        insert.Run();
        var key = connection.LastRowId;
        Occupy(place, isShared);
        if (message is not null)
        {
            _messages++;
            _bytes += place.Bytes;
        }
        return key;
    }

    public Uid AddEntry(MailboxState mailbox, in NewEntry entry)
    {
        var uid = new Uid(mailbox.UidNext);
        connection.Use(
            "INSERT INTO entry (mailbox, uid, message, modseq, flags, keywords, ticks, zone, thread, saved) "
            + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")
            .Bind(1, mailbox.Key).Bind(2, uid.Value).Bind(3, entry.Message).Bind(4, ++mailbox.ModSequence)
            .Bind(5, (long)entry.Flags).Bind(6, entry.Keywords)
            .Bind(7, entry.Ticks).Bind(8, entry.Zone).Bind(9, entry.Thread).Bind(10, entry.Saved).Run();
        mailbox.UidNext++;
        mailbox.Messages++;
        mailbox.Bytes += entry.Bytes;
        mailbox.Tally(entry.Flags, 1);
        Threads.Tally(entry.Thread, 1);
        Owners.Tally(mailbox.Owner, entry.Bytes, 1);
        Changed(mailbox);
        return uid;
    }

    /// <summary>One entry more holds the message.</summary>
    public void AddPlace(long message) =>
        connection.Use("UPDATE message SET places = places + 1 WHERE key = ?1").Bind(1, message).Run();

    /// <summary>
    /// The thread that a message has with an owner, whatever its names mean by now; if it has none yet, the one that it
    /// joins.
    /// </summary>
    public long? ThreadOf(long message, OwnerState owner)
    {
        using (var row = connection.Use(
            "SELECT e.thread FROM entry e JOIN mailbox b ON b.key = e.mailbox "
            + "WHERE e.message = ?1 AND b.owner = ?2 LIMIT 1").Bind(1, message).Bind(2, owner.Name))
        {
            if (row.Step())
                return row.IsNull(0) ? null : row.Long(0);
        }
        MessageId id;
        long[] names;
        using (var row = connection.Use("SELECT id, names FROM message WHERE key = ?1").Bind(1, message))
        {
            row.Step();
            (id, names) = (MessageId.Parse(row.Text(0)), row.IsNull(1) ? [] : NameColumn.Read(row.Blob(1)));
        }
        return Threads.Join(owner, id, names);
    }

    /// <summary>Takes an entry out of its mailbox; the message stays.</summary>
    public void DetachEntry(MailboxState mailbox, Uid uid, long bytes, SystemFlags flags, long? thread)
    {
        connection.Use("DELETE FROM entry WHERE mailbox = ?1 AND uid = ?2")
            .Bind(1, mailbox.Key).Bind(2, uid.Value).Run();
        mailbox.Messages--;
        mailbox.Bytes -= bytes;
        mailbox.Tally(flags, -1);
        Threads.Tally(thread, -1);
        Owners.Tally(mailbox.Owner, bytes, -1);
    }

    /// <summary>One entry fewer holds the message; the last one takes it along.</summary>
    public void RemoveEntry(MailboxState mailbox, Uid uid, long message, SystemFlags flags, long? thread)
    {
        BodyPlace place;
        long places;
        using (var row = connection.Use("SELECT places, segment, offset, bytes FROM message WHERE key = ?1")
            .Bind(1, message))
        {
            row.Step();
            (places, place) = (row.Long(0), new(row.Long(1), row.Long(2), row.Long(3)));
        }
        DetachEntry(mailbox, uid, place.Bytes, flags, thread);
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
        Vacate(place);
    }

    /// <summary>Has a message point to a copy of its record. False if it is not where it was, or not at all.</summary>
    public bool MoveMessage(long message, BodyPlace from, BodyPlace to)
    {
        bool isThere;
        using (var row = connection.Use(
            "UPDATE message SET segment = ?2, offset = ?3 "
            + "WHERE key = ?1 AND segment = ?4 AND offset = ?5 RETURNING key")
            .Bind(1, message).Bind(2, to.Segment).Bind(3, to.Offset).Bind(4, from.Segment).Bind(5, from.Offset))
        {
            isThere = row.Step();
            if (isThere)
                row.Step(); // To its end: only then is it done.
        }
        Occupy(to, isShared: true, isThere);
        if (!isThere)
        {
            _touchedSegments.Add(to.Segment); // The copy is rubbish, and counts as such.
            return false;
        }
        Vacate(from);
        return true;
    }

    /// <summary>Has new bodies go to another segment. False if they do already.</summary>
    public bool EndSegment(long number)
    {
        if (!segments.IsActive(number))
            return false;
        segments.EndActive();
        _touchedSegments.Add(number);
        return true;
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

    private void Occupy(BodyPlace place, bool isShared, bool isLive = true) => connection.Use(
        "INSERT INTO segment VALUES (?1, ?2, ?3, ?4) "
        + "ON CONFLICT DO UPDATE SET bytes = max(bytes, ?2), live = live + ?3")
        .Bind(1, place.Segment).Bind(2, place.End).Bind(3, isLive ? place.End - place.Offset : 0)
        .Bind(4, isShared ? 1 : 0).Run();

    private void Vacate(BodyPlace place)
    {
        connection.Use("UPDATE segment SET live = live - ?2 WHERE number = ?1")
            .Bind(1, place.Segment).Bind(2, place.End - place.Offset).Run();
        _touchedSegments.Add(place.Segment);
    }

    private void Forget()
    {
        _mailboxes.Clear();
        Owners.Forget(); // Together: a mailbox refers to its owner.
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

using System.Collections.Concurrent;

namespace Rockdove.Storage.Sqlite;

/// <summary>
/// Opens mailboxes. The identifiers of the last time are kept, and only what changed since is read: a mailbox of a
/// million messages is not gone through for each new one.
/// </summary>
internal sealed class SnapshotReader(ReaderPool readers)
{
    private readonly ConcurrentDictionary<MailboxId, MailboxSnapshot> _last = new();

    public MailboxSnapshot? Open(MailboxId mailbox)
    {
        using var lease = readers.Rent();
        using var moment = new ReadMoment(lease.Connection);
        long key, forgotten;
        MailboxStatus status;
        using (var row = lease.Connection.Use(
            "SELECT " + RowReader.MailboxColumns + ", key, forgotten FROM mailbox WHERE id = ?1")
            .Bind(1, mailbox.ToString()))
        {
            if (!row.Step())
            {
                _last.TryRemove(mailbox, out _);
                return null;
            }
            (status, key, forgotten) = (RowReader.ReadStatus(row), row.Long(11), row.Long(12));
        }

        var snapshot = new MailboxSnapshot(status, UidsAt(lease.Connection, mailbox, key, status, forgotten));
        if (_last.Count >= MostRemembered)
            _last.Clear();
        _last[mailbox] = snapshot;
        return snapshot;
    }

    private UidSet UidsAt(
        SqliteConnection connection, MailboxId mailbox, long key, MailboxStatus status, long forgotten)
    {
        if (!_last.TryGetValue(mailbox, out var last)
            || last.Status.HighestModSequence > status.HighestModSequence
            || last.Status.HighestModSequence.Value < forgotten)
        {
            return RowReader.UidsOf(connection, key, Uid.First);
        }
        if (last.Status.HighestModSequence == status.HighestModSequence)
            return last.Uids;
        var gone = RowReader.ExpungedSince(connection, key, last.Status.HighestModSequence.Value);
        var come = RowReader.UidsOf(connection, key, last.Status.UidNext);
        var left = gone.IsEmpty ? last.Uids : last.Uids.Except(gone);
        return come.IsEmpty ? left : left.Union(come);
    }

    /// <summary>Mailboxes whose identifiers are kept; those of a mailbox without gaps are one range.</summary>
    private const int MostRemembered = 1000;
}

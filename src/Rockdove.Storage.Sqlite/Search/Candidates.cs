namespace Rockdove.Storage.Sqlite;

/// <summary>The messages that an index proposed, and where in a mailbox they lie.</summary>
/// <param name="readers">Of the rows.</param>
/// <param name="keys">What was proposed.</param>
/// <param name="wanted">What the query asks for by its identifier, or all.</param>
internal sealed class Candidates(ReaderPool readers, KeySet keys, UidSet wanted)
{
    /// <summary>The candidates in a mailbox, in pieces, the pieces in order.</summary>
    public IEnumerable<CandidateBatch> In(MailboxId mailbox, SearchOrder order)
    {
        if (Find(mailbox) is not { } found || wanted.IsEmpty)
            return [];
        return keys.Count <= Math.Max(FewKeys, found.Messages / WalkingIsCheaper)
            ? LookUp(found.Key, order)
            : Walk(found.Key, order);
    }

    private (long Key, long Messages)? Find(MailboxId mailbox)
    {
        using var lease = readers.Rent();
        using var row = lease.Connection.Use("SELECT key, messages FROM mailbox WHERE id = ?1")
            .Bind(1, mailbox.ToString());
        return row.Step() ? (row.Long(0), row.Long(1)) : null;
    }

    /// <summary>A few messages: where does each lie?</summary>
    private IEnumerable<CandidateBatch> LookUp(long mailbox, SearchOrder order)
    {
        var all = new List<Candidate>();
        using (var lease = readers.Rent())
        {
            foreach (var key in keys.Keys())
            {
                using var row = lease.Connection.Use("SELECT uid, flags FROM entry WHERE message = ?1 AND mailbox = ?2")
                    .Bind(1, key).Bind(2, mailbox);
                while (row.Step())
                    if (Read(row, key) is { } candidate)
                        all.Add(candidate);
            }
        }
        all.Sort((one, other) => order == SearchOrder.Ascending
            ? one.Uid.CompareTo(other.Uid)
            : other.Uid.CompareTo(one.Uid));
        foreach (var some in all.Chunk(RowsPerStep))
        {
            var batch = new CandidateBatch();
            foreach (var candidate in some)
                batch.Add(candidate);
            yield return batch;
        }
    }

    /// <summary>Many messages: the mailbox from one end to the other, and which of them are among these.</summary>
    private IEnumerable<CandidateBatch> Walk(long mailbox, SearchOrder order)
    {
        var (first, last) = ((long)wanted.Ranges[0].First.Value, (long)wanted.Ranges[^1].Last.Value);
        while (first <= last)
        {
            var batch = new CandidateBatch();
            var rows = 0;
            using (var lease = readers.Rent())
            {
                const string Between =
                    "SELECT uid, flags, message FROM entry WHERE mailbox = ?1 AND uid BETWEEN ?2 AND ?3 ";
                using var row = lease.Connection.Use(order == SearchOrder.Ascending
                    ? Between + "ORDER BY uid LIMIT ?4"
                    : Between + "ORDER BY uid DESC LIMIT ?4")
                    .Bind(1, mailbox).Bind(2, first).Bind(3, last).Bind(4, RowsPerStep);
                for (; row.Step(); rows++)
                {
                    if (order == SearchOrder.Ascending)
                        first = row.Long(0) + 1;
                    else
                        last = row.Long(0) - 1;
                    var key = row.Long(2);
                    if (keys.Contains(key) && Read(row, key) is { } candidate)
                        batch.Add(candidate);
                }
            }
            if (batch.Count > 0)
                yield return batch;
            if (rows < RowsPerStep)
                yield break;
        }
    }

    private Candidate? Read(SqliteStatement row, long key)
    {
        var uid = new Uid((uint)row.Long(0));
        return wanted.Contains(uid)
            ? new(uid, key, ((SystemFlags)row.Long(1) & SystemFlags.Seen) != 0)
            : null;
    }

    /// <summary>So few are always looked up one by one.</summary>
    private const int FewKeys = 1000;

    /// <summary>To find one message's place costs about as much as to pass so many in order.</summary>
    private const int WalkingIsCheaper = 8;

    /// <summary>Entries passed at once; a search with a limit passes few more than it needs.</summary>
    private const int RowsPerStep = 1024;
}

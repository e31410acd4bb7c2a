namespace Rockdove.Storage.Sqlite;

/// <summary>The rows: what SQLite thinks of its file, and whether counters say what they count.</summary>
internal sealed class RowCheck(StoreFolder store, List<StoreDamage> damage)
{
    /// <returns>False if the database itself is broken.</returns>
    public bool Run()
    {
        var before = damage.Count;
        try
        {
            Each("PRAGMA integrity_check", row => row.Text(0) == "ok" ? null : row.Text(0));
            if (damage.Count > before)
                return false;
            Each(
                "PRAGMA foreign_key_check",
                row => $"row {row.Long(1)} of {row.Text(0)} refers to nothing in {row.Text(2)}");
            CheckCounters();
            return true;
        }
        catch (SqliteException error)
        {
            Add(error.Message);
            return false;
        }
    }

    private void CheckCounters()
    {
        Each(
            """
            SELECT b.owner || '/' || b.name, b.messages, b.unseen, b.deleted, b.bytes, b.uidnext, b.modseq,
                count(e.uid), count(CASE WHEN e.flags & 8 = 0 THEN 1 END), count(CASE WHEN e.flags & 4 THEN 1 END),
                coalesce(sum(m.bytes), 0), coalesce(max(e.uid), 0), coalesce(max(e.modseq), 0)
            FROM mailbox b LEFT JOIN entry e ON e.mailbox = b.key LEFT JOIN message m ON m.key = e.message
            GROUP BY b.key
            """,
            row => row switch
            {
                _ when row.Long(5) <= row.Long(11) =>
                    $"mailbox {row.Text(0)} would give identifier {row.Long(5)} again (it has {row.Long(11)})",
                _ when row.Long(6) < row.Long(12) =>
                    $"mailbox {row.Text(0)} has mod-sequence {row.Long(6)}, and a message in it {row.Long(12)}",
                _ when (row.Long(1), row.Long(2), row.Long(3), row.Long(4))
                    != (row.Long(7), row.Long(8), row.Long(9), row.Long(10)) =>
                    $"mailbox {row.Text(0)} counts {row.Long(1)} messages, {row.Long(2)} unseen, "
                    + $"{row.Long(3)} deleted, {row.Long(4)} octets; "
                    + $"there are {row.Long(7)}, {row.Long(8)}, {row.Long(9)}, {row.Long(10)}",
                _ => null,
            });
        Each(
            "SELECT t.messages, t.bytes, count(m.key), coalesce(sum(m.bytes), 0) "
            + "FROM totals t LEFT JOIN message m ON m.id IS NOT NULL",
            row => (row.Long(0), row.Long(1)) == (row.Long(2), row.Long(3))
                ? null
                : $"the store counts {row.Long(0)} messages and {row.Long(1)} octets; there are {row.Long(2)} and "
                    + $"{row.Long(3)}");
        Each(
            "SELECT m.id, m.places, count(e.uid) FROM message m LEFT JOIN entry e ON e.message = m.key "
            + "WHERE m.id IS NOT NULL GROUP BY m.key HAVING m.places <> count(e.uid) OR m.places = 0",
            row => $"message {row.Text(0)} should lie in {row.Long(1)} mailboxes and lies in {row.Long(2)}");
        Each(
            "SELECT number, live, coalesce((SELECT sum(bytes + 64) FROM message WHERE segment = number), 0) AS there "
            + "FROM segment WHERE live <> there",
            row => $"segment {row.Long(0)} counts {row.Long(1)} octets in use; there are {row.Long(2)}");
        Each(
            "SELECT id, segment FROM message WHERE segment NOT IN (SELECT number FROM segment)",
            row => $"message {row.Text(0)} lies in segment {row.Long(1)}, of which there is no row");
    }

    /// <summary>What is wrong with each row, if something is.</summary>
    private void Each(string sql, Func<SqliteStatement, string?> judge)
    {
        using var row = store.Connection.Use(sql);
        while (row.Step())
            if (judge(row) is { } what)
                Add(what);
    }

    private void Add(string what) => damage.Add(new(store.Database, null, null, what));
}

namespace Rockdove.Storage.Sqlite;

/// <summary>Conversations: found by the names of messages, and gone with their last entry.</summary>
internal sealed class ThreadTable(SqliteConnection connection)
{
    /// <summary>
    /// The thread of that owner that a message with these names belongs to, begun if there is none; null if it has no
    /// names and is one by itself.
    /// </summary>
    public long? Join(OwnerState owner, MessageId message, ReadOnlySpan<long> names)
    {
        if (names.IsEmpty)
            return null;
        Span<bool> known = stackalloc bool[names.Length];
        var thread = 0L;
        for (var i = 0; i < names.Length; i++)
        {
            using var row = connection.Use("SELECT thread FROM thread_name WHERE owner = ?1 AND name = ?2")
                .Bind(1, owner.Key).Bind(2, names[i]);
            known[i] = row.Step();
            if (known[i] && thread == 0)
                thread = row.Long(0);
        }
        var count = names.Length - known.Count(true);
        if (thread == 0)
        {
            connection.Use("INSERT INTO thread (message, entries, names) VALUES (?1, 0, ?2)")
                .Bind(1, message.ToString()).Bind(2, count).Run();
            thread = connection.LastRowId;
        }
        else if (count > 0)
        {
            count = Reserve(thread, count);
        }
        for (var i = 0; i < names.Length && count > 0; i++)
        {
            if (known[i])
                continue;
            connection.Use("INSERT INTO thread_name VALUES (?1, ?2, ?3)")
                .Bind(1, owner.Key).Bind(2, names[i]).Bind(3, thread).Run();
            count--;
        }
        return thread;
    }

    /// <summary>Counts an entry that comes (1) or goes (-1); the last one takes the thread along.</summary>
    public void Tally(long? thread, int by)
    {
        if (thread is not { } key)
            return;
        if (by > 0)
        {
            connection.Use("UPDATE thread SET entries = entries + ?2 WHERE key = ?1").Bind(1, key).Bind(2, by).Run();
            return;
        }
        bool isLast;
        using (var row = connection.Use("UPDATE thread SET entries = entries + ?2 WHERE key = ?1 RETURNING entries")
            .Bind(1, key).Bind(2, by))
        {
            isLast = row.Step() && row.Long(0) == 0;
        }
        if (!isLast)
            return;
        connection.Use("DELETE FROM thread_name WHERE thread = ?1").Bind(1, key).Run();
        connection.Use("DELETE FROM thread WHERE key = ?1").Bind(1, key).Run();
    }

    /// <summary>How many of so many names the thread may still remember.</summary>
    private int Reserve(long thread, int count)
    {
        long before;
        using (var row = connection.Use("SELECT names FROM thread WHERE key = ?1").Bind(1, thread))
        {
            row.Step();
            before = row.Long(0);
        }
        count = (int)Math.Min(count, ThreadNames.MaximumInThread - before);
        if (count > 0)
            connection.Use("UPDATE thread SET names = names + ?2 WHERE key = ?1").Bind(1, thread).Bind(2, count).Run();
        return count;
    }
}

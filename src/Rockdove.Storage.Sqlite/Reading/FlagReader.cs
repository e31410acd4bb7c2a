namespace Rockdove.Storage.Sqlite;

/// <summary>Finds the flags that are in use in a mailbox.</summary>
internal sealed class FlagReader(ReaderPool readers)
{
    public FlagsInUse? Read(MailboxId mailbox)
    {
        using var lease = readers.Rent();
        long key, unseen;
        using (var row = lease.Connection.Use("SELECT key, unseen FROM mailbox WHERE id = ?1")
            .Bind(1, mailbox.ToString()))
        {
            if (!row.Step())
                return null;
            (key, unseen) = (row.Long(0), row.Long(1));
        }
        return new(KeywordsOf(lease.Connection, key), unseen == 0 ? null : FirstUnseen(lease.Connection, key));
    }

    private static List<string> KeywordsOf(SqliteConnection connection, long mailbox)
    {
        var keywords = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
        // From one combination to the next, a look into the index for each, however many messages have it.
        using var row = connection.Use(
            "WITH RECURSIVE used(combination) AS ("
            + "SELECT min(keywords) FROM entry WHERE mailbox = ?1 AND keywords IS NOT NULL "
            + "UNION ALL SELECT (SELECT min(keywords) FROM entry "
            + "WHERE mailbox = ?1 AND keywords IS NOT NULL AND keywords > combination) "
            + "FROM used WHERE combination IS NOT NULL) "
            + "SELECT combination FROM used WHERE combination IS NOT NULL LIMIT ?2")
            .Bind(1, mailbox).Bind(2, FlagsInUse.MaximumCombinations);
        while (row.Step())
            keywords.UnionWith(row.Text(0).Split(' '));
        return [.. keywords.Take(FlagsInUse.MaximumKeywords)];
    }

    private static Uid? FirstUnseen(SqliteConnection connection, long mailbox)
    {
        using var row = connection.Use(
            "SELECT uid FROM (SELECT uid, flags FROM entry WHERE mailbox = ?1 ORDER BY uid LIMIT ?2) "
            + "WHERE flags & ?3 = 0 LIMIT 1")
            .Bind(1, mailbox).Bind(2, FlagsInUse.MessagesLookedAt).Bind(3, (long)SystemFlags.Seen);
        return row.Step() ? new Uid((uint)row.Long(0)) : null;
    }
}

namespace Rockdove.Storage.Sqlite;

/// <summary>Stores and removes annotations, all or none.</summary>
internal sealed class SetMetadata(MetadataPlace place, IReadOnlyList<MetadataEntry> entries)
    : WriteOp<MetadataOutcome>
{
    protected override MetadataOutcome Run(WriterTables tables)
    {
        var key = 0L;
        if (place.Mailbox is { } id)
        {
            if (tables.Find(id) is not { } mailbox)
                return MetadataOutcome.NoMailbox;
            key = mailbox.Key;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        using (var row = tables.Connection.Use("SELECT name FROM metadata WHERE mailbox = ?1 AND viewer = ?2")
            .Bind(1, key).Bind(2, place.Viewer))
        {
            while (row.Step())
                names.Add(row.Text(0));
        }
        foreach (var entry in entries)
            _ = entry.Value is null ? names.Remove(entry.Name) : names.Add(entry.Name);
        if (names.Count > IMailboxAttributes.MaximumMetadataEntries)
            return MetadataOutcome.TooMany;

        foreach (var entry in entries)
            Write(tables.Connection, key, entry);
        return MetadataOutcome.Stored;
    }

    private void Write(SqliteConnection connection, long key, MetadataEntry entry)
    {
        if (entry.Value is not { } value)
        {
            connection.Use("DELETE FROM metadata WHERE mailbox = ?1 AND viewer = ?2 AND name = ?3")
                .Bind(1, key).Bind(2, place.Viewer).Bind(3, entry.Name).Run();
            return;
        }
        connection.Use("INSERT INTO metadata VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET value = ?4")
            .Bind(1, key).Bind(2, place.Viewer).Bind(3, entry.Name).Bind(4, value.Span).Run();
    }
}

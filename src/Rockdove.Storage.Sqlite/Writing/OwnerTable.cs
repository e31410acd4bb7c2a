namespace Rockdove.Storage.Sqlite;

/// <summary>
/// Owners as the writer changes them: kept in mind as mailboxes are, and written once for each batch.
/// </summary>
internal sealed class OwnerTable(SqliteConnection connection)
{
    private readonly Dictionary<string, OwnerState> _owners = new(StringComparer.Ordinal);
    private readonly HashSet<OwnerState> _changed = [];

    /// <summary>The owner of that name, with a row from now on.</summary>
    public OwnerState Find(string name)
    {
        if (_owners.TryGetValue(name, out var known))
            return known;
        using (var row = connection.Use(
            "SELECT key, messages, bytes, most_bytes, most_messages FROM owner WHERE name = ?1").Bind(1, name))
        {
            if (row.Step())
            {
                return _owners[name] = new()
                {
                    Key = row.Long(0),
                    Name = name,
                    Messages = row.Long(1),
                    Bytes = row.Long(2),
                    Limits = new(row.IsNull(3) ? null : row.Long(3), row.IsNull(4) ? null : row.Long(4)),
                };
            }
        }
        connection.Use("INSERT INTO owner (name, messages, bytes) VALUES (?1, 0, 0)").Bind(1, name).Run();
        return _owners[name] = new() { Key = connection.LastRowId, Name = name };
    }

    /// <summary>Counts an entry that comes (1) or goes (-1).</summary>
    public void Tally(OwnerState owner, long bytes, int by)
    {
        owner.Messages += by;
        owner.Bytes += by * bytes;
        _changed.Add(owner);
    }

    public void Changed(OwnerState owner) => _changed.Add(owner);

    public void Forget()
    {
        _owners.Clear();
        _changed.Clear();
    }

    public void Flush()
    {
        foreach (var owner in _changed)
        {
            connection.Use(
                "UPDATE owner SET messages = ?2, bytes = ?3, most_bytes = ?4, most_messages = ?5 WHERE key = ?1")
                .Bind(1, owner.Key).Bind(2, owner.Messages).Bind(3, owner.Bytes)
                .Bind(4, owner.Limits.Bytes).Bind(5, owner.Limits.Messages).Run();
        }
        _changed.Clear();
    }
}

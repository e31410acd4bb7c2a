using Rockdove.Sqlite;
using Rockdove.Storage;

namespace Rockdove.Outbox;

/// <summary>
/// Keeps what is queued in a file of SQLite. What it has taken outlives a kill of the process and a power cut. One
/// process at a time: whoever opens it holds the folder otherwise, as a mail store does.
/// </summary>
public sealed class SqliteOutboxStore : IOutboxStore
{
    private readonly SqliteConnection _connection;

    private SqliteOutboxStore(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens a file, and makes it if it does not exist.</summary>
    /// <exception cref="StoreException">
    /// It is of another program or of a newer version, which stays as it is, or cannot be opened.
    /// </exception>
    public static SqliteOutboxStore Open(string path)
    {
        var connection = new SqliteConnection(path);
        try
        {
            OutboxSchema.Prepare(connection, path);
            return new SqliteOutboxStore(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public IReadOnlyList<OutboxItem> ReadAll()
    {
        var recipients = ReadRecipients();
        var items = new List<OutboxItem>();
        using var rows = _connection.Use("""
            SELECT id, kind, place, reverse_path, about, subject, bytes, queued_at, expires_at, attempts,
                   next_attempt_at, ended_at
            FROM item ORDER BY id
            """);
        while (rows.Step())
        {
            items.Add(new OutboxItem
            {
                Id = rows.Long(0),
                Kind = (OutboxKind)rows.Long(1),
                Place = rows.Text(2),
                ReversePath = rows.Text(3),
                About = rows.IsNull(4) ? null : rows.Text(4),
                Subject = rows.IsNull(5) ? null : rows.Text(5),
                Bytes = rows.Long(6),
                QueuedAt = Moment(rows.Long(7)),
                ExpiresAt = Moment(rows.Long(8)),
                Attempts = (int)rows.Long(9),
                NextAttemptAt = rows.IsNull(10) ? null : Moment(rows.Long(10)),
                EndedAt = rows.IsNull(11) ? null : Moment(rows.Long(11)),
                Recipients = recipients.GetValueOrDefault(rows.Long(0)) ?? [],
            });
        }

        return items;
    }

    public IReadOnlyList<OutboxItem> Add(
        IReadOnlyList<(OutboxItem Item, ReadOnlyMemory<byte> Content)> items, OutboxMark? mark)
    {
        ArgumentNullException.ThrowIfNull(items);
        var added = new List<OutboxItem>(items.Count);
        Commit(() =>
        {
            foreach (var (item, content) in items)
            {
                Insert(item);
                var kept = item with { Id = _connection.LastRowId };
                InsertRecipients(kept);
                _connection.Use("INSERT INTO content VALUES (?, ?)").Bind(1, kept.Id).Bind(2, content.Span).Run();
                added.Add(kept);
            }

            if (mark is not null)
                _connection.Use("REPLACE INTO mark VALUES (?, ?)").Bind(1, mark.Name).Bind(2, mark.Value).Run();
        });
        return added;
    }

    public void Update(OutboxItem item, bool keepsContent)
    {
        ArgumentNullException.ThrowIfNull(item);
        Commit(() =>
        {
            if (!Exists(item.Id))
                return;
            _connection.Use("""
                UPDATE item SET expires_at = ?2, attempts = ?3, next_attempt_at = ?4, ended_at = ?5 WHERE id = ?1
                """)
                .Bind(1, item.Id).Bind(2, Number(item.ExpiresAt)).Bind(3, item.Attempts)
                .Bind(4, Number(item.NextAttemptAt)).Bind(5, Number(item.EndedAt)).Run();
            _connection.Use("DELETE FROM recipient WHERE item = ?").Bind(1, item.Id).Run();
            InsertRecipients(item);
            if (!keepsContent)
                _connection.Use("DELETE FROM content WHERE item = ?").Bind(1, item.Id).Run();
        });
    }

    public void Delete(long id) =>
        Commit(() => _connection.Use("DELETE FROM item WHERE id = ?").Bind(1, id).Run());

    public ReadOnlyMemory<byte>? ReadContent(long id)
    {
        using var row = _connection.Use("SELECT octets FROM content WHERE item = ?").Bind(1, id);
        return row.Step() ? row.Blob(0).ToArray() : (ReadOnlyMemory<byte>?)null;
    }

    public long? ReadMark(string name)
    {
        using var row = _connection.Use("SELECT value FROM mark WHERE name = ?").Bind(1, name);
        return row.Step() ? row.Long(0) : null;
    }

    public void Dispose() => _connection.Dispose();

    private Dictionary<long, List<OutboxRecipient>> ReadRecipients()
    {
        var recipients = new Dictionary<long, List<OutboxRecipient>>();
        using var rows = _connection.Use(
            "SELECT item, address, outcome, answer, answered_at FROM recipient ORDER BY item, position");
        while (rows.Step())
        {
            if (!recipients.TryGetValue(rows.Long(0), out var list))
                recipients[rows.Long(0)] = list = [];
            list.Add(new OutboxRecipient(rows.Text(1))
            {
                Outcome = (OutboxOutcome)rows.Long(2),
                Answer = rows.IsNull(3) ? null : rows.Text(3),
                AnsweredAt = rows.IsNull(4) ? null : Moment(rows.Long(4)),
            });
        }

        return recipients;
    }

    private void Insert(OutboxItem item) => _connection.Use("""
        INSERT INTO item (kind, place, reverse_path, about, subject, bytes, queued_at, expires_at, attempts,
                          next_attempt_at, ended_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        """)
        .Bind(1, (long)item.Kind).Bind(2, item.Place).Bind(3, item.ReversePath).Bind(4, item.About)
        .Bind(5, item.Subject).Bind(6, item.Bytes).Bind(7, Number(item.QueuedAt)).Bind(8, Number(item.ExpiresAt))
        .Bind(9, item.Attempts).Bind(10, Number(item.NextAttemptAt)).Bind(11, Number(item.EndedAt)).Run();

    private void InsertRecipients(OutboxItem item)
    {
        for (var position = 0; position < item.Recipients.Count; position++)
        {
            var recipient = item.Recipients[position];
            _connection.Use("INSERT INTO recipient VALUES (?, ?, ?, ?, ?, ?)")
                .Bind(1, item.Id).Bind(2, position).Bind(3, recipient.Address).Bind(4, (long)recipient.Outcome)
                .Bind(5, recipient.Answer).Bind(6, Number(recipient.AnsweredAt)).Run();
        }
    }

    private bool Exists(long id)
    {
        using var row = _connection.Use("SELECT 1 FROM item WHERE id = ?").Bind(1, id);
        return row.Step();
    }

    private void Commit(Action write)
    {
        _connection.Execute("BEGIN IMMEDIATE");
        try
        {
            write();
            _connection.Execute("COMMIT");
        }
        catch
        {
            if (_connection.IsInTransaction) // Some errors have undone it already.
                _connection.Execute("ROLLBACK");
            throw;
        }
    }

    private static long Number(DateTimeOffset time) =>
        (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    private static long? Number(DateTimeOffset? time) => time is { } known ? Number(known) : null;

    private static DateTimeOffset Moment(long number) =>
        DateTimeOffset.UnixEpoch + new TimeSpan(number * TimeSpan.TicksPerMicrosecond);
}

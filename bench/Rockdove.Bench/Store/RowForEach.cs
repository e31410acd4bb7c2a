using SQLitePCL;

namespace Rockdove.Bench;

/// <summary>A row with the body in it, and a commit with <c>synchronous=FULL</c>, for each message.</summary>
internal sealed class RowForEach : Contender
{
    private readonly Lock _gate = new();
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _insert;

    public RowForEach(string folder)
    {
        Check(raw.sqlite3_open(Path.Combine(folder, "messages.db"), out _database));
        Check(raw.sqlite3_exec(_database, "PRAGMA journal_mode=WAL"));
        Check(raw.sqlite3_exec(_database, "PRAGMA synchronous=FULL"));
        Check(raw.sqlite3_exec(_database, "CREATE TABLE message(id INTEGER PRIMARY KEY, at INTEGER, body BLOB)"));
        Check(raw.sqlite3_prepare_v2(_database, "INSERT INTO message(at, body) VALUES(?1, ?2)", out _insert));
    }

    public override ValueTask DeliverAsync(int writer, ReadOnlyMemory<byte> body)
    {
        lock (_gate)
        {
            Check(raw.sqlite3_bind_int64(_insert, 1, Environment.TickCount64));
            Check(raw.sqlite3_bind_blob(_insert, 2, body.Span));
            if (raw.sqlite3_step(_insert) != raw.SQLITE_DONE)
                throw new InvalidOperationException(raw.sqlite3_errmsg(_database).utf8_to_string());
            Check(raw.sqlite3_reset(_insert));
        }

        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _insert.Dispose();
        _database.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
            throw new InvalidOperationException(raw.sqlite3_errmsg(_database).utf8_to_string());
    }
}

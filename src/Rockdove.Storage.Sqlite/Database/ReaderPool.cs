using System.Collections.Concurrent;

namespace Rockdove.Storage.Sqlite;

/// <summary>
/// Connections for reading. One is held for one query, never while somebody waits for a network: the log cannot be
/// checkpointed past a reader.
/// </summary>
internal sealed class ReaderPool(string path) : IDisposable
{
    private readonly ConcurrentBag<SqliteConnection> _idle = [];
    private int _count;
    private volatile bool _closed;

    public Lease Rent()
    {
        ObjectDisposedException.ThrowIf(_closed, typeof(SqliteMailStore));
        if (_idle.TryTake(out var connection))
        {
            Interlocked.Decrement(ref _count);
            return new(this, connection);
        }
        connection = new SqliteConnection(path);
        connection.Execute("PRAGMA query_only = ON; PRAGMA cache_size = -2048; PRAGMA wal_autocheckpoint = 0");
        return new(this, connection);
    }

    public void Dispose()
    {
        _closed = true;
        while (_idle.TryTake(out var connection))
            connection.Dispose();
    }

    private void Return(SqliteConnection connection)
    {
        if (!_closed && Interlocked.Increment(ref _count) <= MaximumIdle)
        {
            _idle.Add(connection);
            if (_closed)
                Dispose();
            return;
        }
        Interlocked.Decrement(ref _count);
        connection.Dispose();
    }

    /// <summary>A connection for one query.</summary>
    public readonly struct Lease(ReaderPool pool, SqliteConnection connection) : IDisposable
    {
        public SqliteConnection Connection => connection;

        public void Dispose() => pool.Return(connection);
    }

    /// <summary>Connections kept for the next reader: queries are short, so few run at the same moment.</summary>
    private const int MaximumIdle = 8;
}

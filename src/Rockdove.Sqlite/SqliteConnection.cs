using SQLitePCL;

namespace Rockdove.Sqlite;

/// <summary>One connection with its prepared statements. One thread at a time.</summary>
public sealed class SqliteConnection : IDisposable
{
    private readonly sqlite3 _database;
    private readonly Dictionary<string, SqliteStatement> _statements = [];

    /// <summary>Opens a database.</summary>
    /// <param name="path">Made if it does not exist.</param>
    /// <exception cref="SqliteException">It cannot be opened.</exception>
    public SqliteConnection(string path)
    {
        _ = SqliteLibrary.Description;
        var flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX;
        var result = raw.sqlite3_open_v2(path, out _database, flags, null);
        if (result != raw.SQLITE_OK)
        {
            var message = _database.IsInvalid ? "" : raw.sqlite3_errmsg(_database).utf8_to_string();
            _database.Dispose();
            throw new SqliteException(result, $"{path} cannot be opened: {message}");
        }
        Check(raw.sqlite3_extended_result_codes(_database, 1));
        Check(raw.sqlite3_busy_timeout(_database, BusyMilliseconds));
    }

    /// <summary>The statement with this text, prepared once. Not to be used again before it is disposed.</summary>
    public SqliteStatement Use(string sql)
    {
        if (_statements.TryGetValue(sql, out var statement))
            return statement;
        Check(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out var prepared));
        return _statements[sql] = new(this, prepared);
    }

    /// <summary>Runs one or more statements whose rows nobody wants.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_database, sql));

    /// <summary>The first column of the first row; 0 if there is none.</summary>
    public long Scalar(string sql)
    {
        using var statement = Use(sql);
        return statement.Step() ? statement.Long(0) : 0;
    }

    /// <summary>True between BEGIN and COMMIT.</summary>
    public bool IsInTransaction => raw.sqlite3_get_autocommit(_database) == 0;

    /// <summary>The rowid of the last row that was inserted.</summary>
    public long LastRowId => raw.sqlite3_last_insert_rowid(_database);

    /// <summary>Moves what the write-ahead log holds into the database, as far as nobody reads it.</summary>
    /// <param name="mode">One of <c>SQLITE_CHECKPOINT_*</c>.</param>
    /// <returns>Pages in the log, and how many of them are moved.</returns>
    public (int Pages, int Moved) Checkpoint(int mode)
    {
        Check(raw.sqlite3_wal_checkpoint_v2(_database, "main", mode, out var pages, out var moved));
        return (pages, moved);
    }

    /// <exception cref="SqliteException">The result is not success.</exception>
    internal void Check(int result)
    {
        if (result != raw.SQLITE_OK)
            throw new SqliteException(result, raw.sqlite3_errmsg(_database).utf8_to_string());
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Close();
        _statements.Clear();
        _database.Dispose();
    }

    /// <summary>There is one writer, so the only wait is for a checkpoint or for a tool from outside.</summary>
    private const int BusyMilliseconds = 10_000;
}

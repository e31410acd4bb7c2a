using SQLitePCL;

namespace Rockdove.Sqlite;

/// <summary>A prepared statement. Disposing it gives it back to its connection, ready for the next use.</summary>
/// <remarks>
/// Parameters count from 1, columns from 0. Whatever SQLite refuses is a <see cref="SqliteException"/>.
/// </remarks>
public sealed class SqliteStatement : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly sqlite3_stmt _statement;

    internal SqliteStatement(SqliteConnection connection, sqlite3_stmt statement) =>
        (_connection, _statement) = (connection, statement);

    public SqliteStatement Bind(int index, long value)
    {
        _connection.Check(raw.sqlite3_bind_int64(_statement, index, value));
        return this;
    }

    public SqliteStatement Bind(int index, long? value) => value is { } number ? Bind(index, number) : BindNull(index);

    public SqliteStatement Bind(int index, string? value)
    {
        _connection.Check(value is null
            ? raw.sqlite3_bind_null(_statement, index)
            : raw.sqlite3_bind_text(_statement, index, value));
        return this;
    }

    public SqliteStatement Bind(int index, ReadOnlySpan<byte> value)
    {
        _connection.Check(value.IsEmpty
            ? raw.sqlite3_bind_zeroblob(_statement, index, 0) // An empty span would be null.
            : raw.sqlite3_bind_blob(_statement, index, value));
        return this;
    }

    public SqliteStatement BindNull(int index)
    {
        _connection.Check(raw.sqlite3_bind_null(_statement, index));
        return this;
    }

    /// <summary>Whether there is a row, or another one.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW)
            return true;
        if (result != raw.SQLITE_DONE)
            _connection.Check(result);
        return false;
    }

    public long Long(int column) => raw.sqlite3_column_int64(_statement, column);

    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string() ?? "";

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    /// <summary>Valid until the next step.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(_statement, column);

    /// <summary>Runs a statement that gives no rows, and is ready again.</summary>
    public void Run()
    {
        using (this)
            Step();
    }

    public void Dispose()
    {
        // The result repeats the error of the last step, which was thrown.
        _ = raw.sqlite3_reset(_statement);
        _ = raw.sqlite3_clear_bindings(_statement);
    }

    internal void Close() => _statement.Dispose();
}

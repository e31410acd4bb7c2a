using Rockdove.Storage;
using SQLitePCL;

namespace Rockdove.Sqlite;

/// <summary>SQLite could not do what it was asked.</summary>
public sealed class SqliteException : StoreException
{
    public SqliteException()
    {
    }

    public SqliteException(string message)
        : base(message)
    {
    }

    public SqliteException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public SqliteException(int result, string message)
        : base($"SQLite: {message} ({result}).") => Result = result;

    /// <summary>The extended result code.</summary>
    public int Result { get; }

    /// <summary>There is no room; the transaction is undone, and the database is as it was.</summary>
    public bool IsFull => (Result & 0xff) == raw.SQLITE_FULL;

    /// <summary>Another connection was in the way; nothing was done.</summary>
    public bool IsBusy => (Result & 0xff) == raw.SQLITE_BUSY;

    /// <summary>The file is none of SQLite's, or is damaged.</summary>
    public bool IsUnreadable => (Result & 0xff) is raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT;

    /// <summary>Nobody knows what is on the disk: nothing may be written before the store was opened anew.</summary>
    public bool IsFatal => (Result & 0xff) is raw.SQLITE_IOERR or raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB
        or raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY;
}

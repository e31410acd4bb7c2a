using Rockdove.Sqlite;
using Rockdove.Storage;

namespace Rockdove.Outbox;

/// <summary>The tables, and the settings of a connection.</summary>
internal static class OutboxSchema
{
    /// <summary>Makes the tables where there are none.</summary>
    /// <exception cref="StoreException">
    /// The file is newer than this program, or of another one. It is left as it is.
    /// </exception>
    public static void Prepare(SqliteConnection connection, string path)
    {
        var isEmpty = IsEmpty(connection, path);
        if (!isEmpty && connection.Scalar("PRAGMA application_id") != ApplicationId)
            throw new StoreException($"{path} is a database of another program. Move it away; nothing was changed.");
        var version = connection.Scalar("PRAGMA user_version");
        if (version > Version)
        {
            throw new StoreException($"{path} was written by a newer version (its schema is {version}, this program "
                + $"knows {Version}). Use the newer version; nothing was changed.");
        }

        // FULL: what was answered with 202 outlives a power cut.
        connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
        if (isEmpty)
        {
            connection.Execute(
                $"BEGIN IMMEDIATE; {Tables} PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version}; "
                + "COMMIT");
        }
    }

    private static bool IsEmpty(SqliteConnection connection, string path)
    {
        try
        {
            return connection.Scalar("SELECT count(*) FROM sqlite_master") == 0;
        }
        catch (SqliteException error) when (error.IsFatal)
        {
            throw new StoreException($"{path} is no SQLite database. Move it away; nothing was changed.", error);
        }
    }

    /// <summary>
    /// Times are microseconds since 1970 in UTC. Numbers of kinds and outcomes are those of the enumerations.
    /// AUTOINCREMENT:
    /// an id is never given twice.
    /// </summary>
    private const string Tables = """
        CREATE TABLE item (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            kind INTEGER NOT NULL,
            place TEXT NOT NULL,
            reverse_path TEXT NOT NULL,
            about TEXT,
            subject TEXT,
            bytes INTEGER NOT NULL,
            queued_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            attempts INTEGER NOT NULL,
            next_attempt_at INTEGER,
            ended_at INTEGER);
        CREATE TABLE recipient (
            item INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            address TEXT NOT NULL,
            outcome INTEGER NOT NULL,
            answer TEXT,
            answered_at INTEGER,
            PRIMARY KEY (item, position)) WITHOUT ROWID;
        CREATE TABLE content (
            item INTEGER PRIMARY KEY REFERENCES item (id) ON DELETE CASCADE,
            octets BLOB NOT NULL);
        CREATE TABLE mark (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        """;

    /// <summary>"ROut".</summary>
    private const int ApplicationId = 0x524f7574;

    private const int Version = 1;
}

using System.Globalization;
using Rockdove.Sqlite;
using Rockdove.Storage;

namespace Rockdove.Prober;

/// <summary>The tables, how they came to be so, and the settings of a connection.</summary>
internal static class JournalSchema
{
    /// <summary>Makes the tables, or brings those of an older version up to date.</summary>
    /// <exception cref="StoreException">
    /// The file is newer than this program, or of another one. It is left as it is.
    /// </exception>
    public static void Prepare(SqliteConnection connection, string path) => Prepare(connection, path, Migrations);

    internal static void Prepare(SqliteConnection connection, string path, string[] migrations)
    {
        var version = connection.Scalar("PRAGMA user_version");
        var isEmpty = connection.Scalar("SELECT count(*) FROM sqlite_master") == 0;
        if (!isEmpty)
            RequireOurs(connection, path);
        if (version > migrations.Length)
            throw new StoreException(Newer(path, version));
        if (isEmpty)
            connection.Execute("PRAGMA auto_vacuum = INCREMENTAL"); // It can only be chosen before the first table.
        Configure(connection, path);
        for (var next = (int)version; next < migrations.Length; next++)
        {
            connection.Execute("BEGIN IMMEDIATE");
            connection.Execute(migrations[next]);
            connection.Execute(string.Create(
                CultureInfo.InvariantCulture,
                $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {next + 1}; COMMIT"));
        }
    }

    /// <summary>For those who read: the file holds results, and of this version.</summary>
    /// <exception cref="StoreException">It is another program's, newer, or older.</exception>
    public static void Require(SqliteConnection connection, string path)
    {
        RequireOurs(connection, path);
        var version = connection.Scalar("PRAGMA user_version");
        if (version > Migrations.Length)
            throw new StoreException(Newer(path, version));
        if (version < Migrations.Length)
        {
            throw new StoreException($"{path} has schema {version}, and this program reads {Migrations.Length}: run "
                + "`rockdove ping` with it once, which brings it up to date. Nothing was changed.");
        }
    }

    private static void RequireOurs(SqliteConnection connection, string path)
    {
        try
        {
            if (connection.Scalar("PRAGMA application_id") == ApplicationId)
                return;
        }
        catch (SqliteException error) when ((error.Result & 0xff) == NoDatabase)
        {
            throw new StoreException(
                $"{path} is no SQLite database; maping's own files cannot be read. Name another file.", error);
        }

        throw new StoreException($"{path} is a database of another program. Name another file; nothing was changed.");
    }

    private static string Newer(string path, long version) =>
        $"{path} was written by a newer version (its schema is {version}, this program knows up to "
        + $"{Migrations.Length}). Use the newer version; nothing was changed.";

    private static void Configure(SqliteConnection connection, string path)
    {
        connection.Execute("PRAGMA foreign_keys = ON; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
        using var mode = connection.Use("PRAGMA journal_mode");
        if (!mode.Step() || mode.Text(0) != "wal")
        {
            throw new StoreException($"SQLite keeps no write-ahead log at {path} (it says '{mode.Text(0)}'): this file "
                + "system cannot hold results. Name a file on another one.");
        }
    }

    /// <summary>"RPng".</summary>
    private const int ApplicationId = 0x52506e67;

    /// <summary>Each brings a database from one version to the next. Only ever appended to.</summary>
    internal static readonly string[] Migrations = [FirstSchema.Tables + ClassicViews.Views];

    private const int NoDatabase = 26; // SQLITE_NOTADB
}

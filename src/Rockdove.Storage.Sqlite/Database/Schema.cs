using System.Globalization;

namespace Rockdove.Storage.Sqlite;

/// <summary>The tables, how they came to be so, and the settings that durability hangs on.</summary>
internal static class Schema
{
    /// <summary>Makes the tables, or brings those of an older version up to date.</summary>
    /// <exception cref="StoreException">The file is newer than this program, or no store. It is left as it
    /// is.</exception>
    public static void Prepare(SqliteConnection connection, string path)
    {
        var application = connection.Scalar("PRAGMA application_id");
        var version = connection.Scalar("PRAGMA user_version");
        var isEmpty = connection.Scalar("SELECT count(*) FROM sqlite_master") == 0;
        if (!isEmpty && application != ApplicationId)
            throw new StoreException(
                $"{path} is a database of another program. Name another folder; nothing was changed.");
        if (version > Migrations.Length)
        {
            throw new StoreException($"{path} was written by a newer version (its schema is {version}, this program "
                + $"knows up to {Migrations.Length}). Use the newer version; nothing was changed.");
        }

        if (isEmpty)
            connection.Execute("PRAGMA page_size = 8192");
        Configure(connection);
        for (var next = (int)version; next < Migrations.Length; next++)
        {
            connection.Execute("BEGIN IMMEDIATE");
            connection.Execute(Migrations[next]);
            connection.Execute(string.Create(
                CultureInfo.InvariantCulture,
                $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {next + 1}; COMMIT"));
        }
    }

    /// <summary>For tools that read: the file is a store, and of this version.</summary>
    /// <exception cref="StoreException">It is another program's, newer, or older.</exception>
    public static void Require(SqliteConnection connection, string path)
    {
        if (connection.Scalar("PRAGMA application_id") != ApplicationId)
            throw new StoreException($"{path} is no store of ours; nothing was changed.");
        if (connection.Scalar("PRAGMA user_version") is var version && version != Migrations.Length)
        {
            throw new StoreException($"{path} has schema {version}, and this program works with {Migrations.Length}: "
                + (version > Migrations.Length
                    ? "use the newer version."
                    : "start the server once, which brings it up to date.")
                + " Nothing was changed.");
        }
    }

    /// <summary>
    /// Sets what makes a commit durable, and reads it back: SQLite ignores what it does not understand.
    /// </summary>
    /// <exception cref="StoreException">A setting did not take.</exception>
    public static void Configure(SqliteConnection connection)
    {
        connection.Execute(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; "
            + "PRAGMA checkpoint_fullfsync = ON; PRAGMA wal_autocheckpoint = 0; PRAGMA foreign_keys = ON");
        using (var mode = connection.Use("PRAGMA journal_mode"))
            if (!mode.Step() || mode.Text(0) != "wal")
                throw new StoreException($"SQLite keeps no write-ahead log here (it says '{mode.Text(0)}'): this file "
                    + "system cannot hold a store.");
        if (connection.Scalar("PRAGMA synchronous") != FullySynchronous)
            throw new StoreException("SQLite does not sync every commit here (PRAGMA synchronous is not FULL).");
    }

    /// <summary>"RDov".</summary>
    private const int ApplicationId = 0x52446f76;

    private const int FullySynchronous = 2;

    /// <summary>Each brings a store from one version to the next. Only ever appended to.</summary>
    internal static readonly string[] Migrations =
    [
        """
        CREATE TABLE totals (
            messages INTEGER NOT NULL,     -- each once
            bytes INTEGER NOT NULL,        -- of their bodies
            uidvalidity INTEGER NOT NULL   -- the last one given, of whatever mailbox
        );
        INSERT INTO totals VALUES (0, 0, 0);

        CREATE TABLE mailbox (
            key INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            owner TEXT NOT NULL,
            name TEXT NOT NULL,
            uidvalidity INTEGER NOT NULL,
            uidnext INTEGER NOT NULL,
            modseq INTEGER NOT NULL,
            messages INTEGER NOT NULL,
            unseen INTEGER NOT NULL,
            deleted INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            forgotten INTEGER NOT NULL,    -- expunges up to this modseq are no longer in the log
            logged INTEGER NOT NULL,       -- rows of this mailbox in the log
            UNIQUE (owner, name)
        );

        -- A body, and the message it is. Without an id it is a blob of its own. Never changed but for its places.
        CREATE TABLE message (
            key INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT UNIQUE,
            segment INTEGER NOT NULL,
            offset INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            sha256 BLOB NOT NULL,
            places INTEGER NOT NULL,       -- entries that hold it
            damage TEXT,                   -- what is wrong with the body, once somebody found out
            envelope BLOB
        );
        CREATE INDEX message_segment ON message (segment, offset);

        CREATE TABLE entry (
            mailbox INTEGER NOT NULL REFERENCES mailbox,
            uid INTEGER NOT NULL,
            message INTEGER NOT NULL REFERENCES message,
            modseq INTEGER NOT NULL,
            flags INTEGER NOT NULL,
            keywords TEXT,                 -- separated by spaces, which no keyword has
            ticks INTEGER NOT NULL,        -- INTERNALDATE in UTC, 100 ns since the year 1
            zone INTEGER NOT NULL,         -- its offset, minutes
            PRIMARY KEY (mailbox, uid)
        ) WITHOUT ROWID;
        CREATE INDEX entry_modseq ON entry (mailbox, modseq);
        CREATE INDEX entry_message ON entry (message);

        CREATE TABLE expunged (
            mailbox INTEGER NOT NULL REFERENCES mailbox,
            modseq INTEGER NOT NULL,
            first INTEGER NOT NULL,
            last INTEGER NOT NULL,
            PRIMARY KEY (mailbox, modseq, first)
        ) WITHOUT ROWID;

        CREATE TABLE segment (
            number INTEGER PRIMARY KEY,
            bytes INTEGER NOT NULL,        -- where the last committed record ends
            live INTEGER NOT NULL,         -- of them, records of messages that are there
            shared INTEGER NOT NULL        -- whether it may be appended to
        );

        -- Segments that nobody refers to and whose files may go.
        CREATE TABLE retired (number INTEGER PRIMARY KEY);
        """,
        SchemaTwo.Sql,
        SchemaThree.Sql,
        SchemaFour.Sql,
    ];
}

namespace Rockdove.Storage.Sqlite;

/// <summary>From version 1 to 2: what was found in messages, conversations, owners, attributes and accounts.</summary>
internal static class SchemaTwo
{
    public const string Sql =
        """
        -- Whoever mailboxes are named for, and what they have in all of them.
        CREATE TABLE owner (
            key INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL UNIQUE,
            messages INTEGER NOT NULL,     -- entries
            bytes INTEGER NOT NULL,
            most_messages INTEGER,         -- quota; null is none
            most_bytes INTEGER
        );
        INSERT INTO owner (name, messages, bytes)
            SELECT owner, sum(messages), sum(bytes) FROM mailbox GROUP BY owner;

        ALTER TABLE mailbox ADD COLUMN uses INTEGER NOT NULL DEFAULT 0;

        ALTER TABLE message ADD COLUMN names BLOB;      -- by which it finds its thread, 8 octets each
        ALTER TABLE message ADD COLUMN structure BLOB;

        -- A conversation that others can join. A message that nobody can name has none, and is one by itself.
        CREATE TABLE thread (
            key INTEGER PRIMARY KEY AUTOINCREMENT,
            message TEXT NOT NULL,         -- the id of the one that began it, which may be gone
            entries INTEGER NOT NULL,
            names INTEGER NOT NULL
        );
        CREATE TABLE thread_name (
            owner INTEGER NOT NULL,
            name INTEGER NOT NULL,
            thread INTEGER NOT NULL,
            PRIMARY KEY (owner, name)
        ) WITHOUT ROWID;
        CREATE INDEX thread_name_thread ON thread_name (thread);
        ALTER TABLE entry ADD COLUMN thread INTEGER;

        CREATE TABLE subscription (
            owner TEXT NOT NULL,
            name TEXT NOT NULL,
            PRIMARY KEY (owner, name)
        ) WITHOUT ROWID;

        CREATE TABLE metadata (
            mailbox INTEGER NOT NULL,      -- 0 is the server
            viewer TEXT NOT NULL,
            name TEXT NOT NULL,
            value BLOB NOT NULL,
            PRIMARY KEY (mailbox, viewer, name)
        ) WITHOUT ROWID;

        CREATE TABLE domain (name TEXT PRIMARY KEY) WITHOUT ROWID;

        CREATE TABLE account (
            key INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL UNIQUE,
            display TEXT NOT NULL,
            enabled INTEGER NOT NULL,
            verifiers TEXT NOT NULL,       -- one on each line
            version INTEGER NOT NULL
        );
        CREATE TABLE address (
            domain TEXT NOT NULL REFERENCES domain,
            local TEXT NOT NULL,           -- empty is all others of the domain
            account INTEGER NOT NULL REFERENCES account,
            place INTEGER NOT NULL,        -- in the order of the account
            PRIMARY KEY (domain, local)
        ) WITHOUT ROWID;
        CREATE INDEX address_account ON address (account, place);
        """;
}

namespace Rockdove.Storage.Sqlite;

/// <summary>From version 2 to 3: addresses that stand for others.</summary>
internal static class SchemaThree
{
    public const string Sql =
        """
        CREATE TABLE alias (
            domain TEXT NOT NULL REFERENCES domain,
            local TEXT NOT NULL,           -- empty is all others of the domain; * is any text
            targets TEXT NOT NULL,         -- one on each line
            PRIMARY KEY (domain, local)
        ) WITHOUT ROWID;
        """;
}

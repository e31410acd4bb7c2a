namespace Rockdove.Storage.Sqlite;

/// <summary>From version 3 to 4: when messages came into their mailboxes, and which keywords are in use.</summary>
internal static class SchemaFour
{
    public const string Sql =
        """
        ALTER TABLE entry ADD COLUMN saved INTEGER;     -- UTC, 100 ns since the year 1; null is not known

        -- Few messages have keywords, so this costs the others nothing.
        CREATE INDEX entry_keywords ON entry (mailbox, keywords) WHERE keywords IS NOT NULL;
        """;
}

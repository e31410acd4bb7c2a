using Rockdove.Sqlite;

namespace Rockdove.Prober;

/// <summary>Reads which transcripts there are, and one of them.</summary>
internal static class TranscriptEntryRows
{
    public static List<TranscriptEntry> Of(SqliteConnection connection, long probe)
    {
        using var row = connection.Use($"""
            SELECT {Columns} FROM transcript x JOIN account a ON a.id = x.account_id WHERE x.probe_id = ?1 ORDER BY x.id
            """)
            .Bind(1, probe);
        return List(row);
    }

    /// <summary>Those of an account that belong to no probe, the newest first.</summary>
    public static List<TranscriptEntry> OfAccount(SqliteConnection connection, string account, int limit)
    {
        using var row = connection.Use($"""
            SELECT {Columns} FROM transcript x JOIN account a ON a.id = x.account_id
            WHERE x.probe_id IS NULL AND a.name = ?1 ORDER BY x.id DESC LIMIT ?2
            """)
            .Bind(1, account).Bind(2, limit);
        return List(row);
    }

    public static byte[]? Text(SqliteConnection connection, long transcript)
    {
        using var row = connection.Use("SELECT gz FROM transcript WHERE id = ?1").Bind(1, transcript);
        return row.Step() ? Gzip.Unpack(row.Blob(0).ToArray()) : null;
    }

    private static List<TranscriptEntry> List(SqliteStatement row)
    {
        var entries = new List<TranscriptEntry>();
        while (row.Step())
        {
            entries.Add(new(
                row.Long(0), row.LongOrNull(1), row.Text(2), row.Text(3), row.Moment(4), row.Text(5),
                row.Long(6) != 0, row.Long(7)));
        }

        return entries;
    }

    private const string Columns =
        "x.id, x.probe_id, a.name, x.protocol, x.started, x.remote, x.failed, x.raw_size";
}

using System.Globalization;
using Rockdove.Sqlite;

namespace Rockdove.Prober;

/// <summary>
/// Deletes what is older than it need be, a little in each transaction so that nobody waits for long.
/// </summary>
internal static class RetentionRows
{
    /// <summary>What is deleted: each statement takes a moment and how many rows, the first ones first.</summary>
    public static IEnumerable<(string Sql, long Before)> Steps(
        JournalRetention keep, JournalDays days, DateTimeOffset now)
    {
        yield return (GoodTranscripts, (now - keep.GoodTranscripts).ToMicroseconds());
        yield return (BadTranscripts, (now - keep.BadTranscripts).ToMicroseconds());
        yield return (Probes, ProbesBefore(keep, days, now));
        yield return (Runs, ProbesBefore(keep, days, now));
        yield return (Clocks, ProbesBefore(keep, days, now));
        yield return (Hours, (now - keep.Hours).ToMicroseconds());
        yield return (Changes, (now - keep.Hours).ToMicroseconds());
        yield return (Alerts, (now - keep.Hours).ToMicroseconds());
    }

    /// <summary>Whole days, so that a day can be summed up once more from all of its probes or from none.</summary>
    public static long ProbesBefore(JournalRetention keep, JournalDays days, DateTimeOffset now) =>
        days.Start((now - keep.Probes).ToMicroseconds());

    /// <returns>How many rows are gone; fewer than <see cref="Batch"/> when it was the last ones.</returns>
    public static int Delete(SqliteConnection connection, string sql, long before)
    {
        var gone = 0;
        using var row = connection.Use(sql).Bind(1, before).Bind(2, Batch);
        while (row.Step())
            gone++;
        return gone;
    }

    /// <summary>From when on all probes are there: before, those of whole days are gone.</summary>
    public static long WholeSince(SqliteConnection connection)
    {
        using var row = connection.Use("SELECT v FROM meta WHERE k = 'probes_since'");
        return row.Step() ? long.Parse(row.Text(0), CultureInfo.InvariantCulture) : 0;
    }

    public static void SetWholeSince(SqliteConnection connection, long since) =>
        connection.Use("INSERT OR REPLACE INTO meta(k, v) VALUES ('probes_since', ?1)")
            .Bind(1, Math.Max(since, WholeSince(connection)).ToString(CultureInfo.InvariantCulture)).Run();

    public const int Batch = 500;

    private const string GoodTranscripts = """
        DELETE FROM transcript WHERE id IN (
          SELECT id FROM transcript WHERE failed = 0 AND started < ?1
            AND (probe_id IS NULL OR EXISTS (SELECT 1 FROM probe WHERE id = probe_id AND resolved IS NOT NULL))
          LIMIT ?2)
        RETURNING 1
        """;

    private const string BadTranscripts = """
        DELETE FROM transcript WHERE id IN (
          SELECT id FROM transcript WHERE failed = 1 AND started < ?1 LIMIT ?2)
        RETURNING 1
        """;

    private const string Probes = """
        DELETE FROM probe WHERE id IN (
          SELECT p.id FROM probe p WHERE p.due < ?1 AND p.resolved IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM transcript t WHERE t.probe_id = p.id)
          LIMIT ?2)
        RETURNING 1
        """;

    private const string Runs = """
        DELETE FROM run WHERE id IN (
          SELECT r.id FROM run r WHERE r.started < ?1 AND NOT EXISTS (SELECT 1 FROM probe p WHERE p.run_id = r.id)
          LIMIT ?2)
        RETURNING 1
        """;

    private const string Clocks = """
        DELETE FROM clock WHERE (host, at) IN (SELECT host, at FROM clock WHERE at < ?1 LIMIT ?2) RETURNING 1
        """;

    private const string Hours = """
        DELETE FROM rollup WHERE (level, bucket, from_id, to_id) IN (
          SELECT level, bucket, from_id, to_id FROM rollup WHERE level = 0 AND bucket < ?1 LIMIT ?2)
        RETURNING 1
        """;

    private const string Changes = """
        DELETE FROM check_change WHERE rowid IN (SELECT rowid FROM check_change WHERE at < ?1 LIMIT ?2) RETURNING 1
        """;

    private const string Alerts = """
        DELETE FROM alert WHERE id IN (SELECT id FROM alert WHERE ended < ?1 LIMIT ?2) RETURNING 1
        """;
}

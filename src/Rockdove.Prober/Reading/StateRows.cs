using Rockdove.Sqlite;

namespace Rockdove.Prober;

/// <summary>Reads runs, checks, certificates and clocks.</summary>
internal static class StateRows
{
    public static List<RunEntry> Runs(SqliteConnection connection, int limit)
    {
        using var row = connection.Use("""
            SELECT r.id, r.started, r.finished, r.trigger, r.round, r.flags,
              (SELECT count(*) FROM probe WHERE run_id = r.id),
              (SELECT count(*) FROM probe WHERE run_id = r.id AND resolved IS NULL)
            FROM run r ORDER BY r.started DESC, r.id DESC LIMIT ?1
            """)
            .Bind(1, limit);
        var entries = new List<RunEntry>();
        while (row.Step())
        {
            var flags = (RunFlags)row.Long(5);
            entries.Add(new(
                row.Long(0), row.Moment(1), row.MomentOrNull(2), row.Text(3), (int?)row.LongOrNull(4), row.Long(6),
                row.Long(7), flags.HasFlag(RunFlags.ProberOffline), flags.HasFlag(RunFlags.ClockStep)));
        }

        return entries;
    }

    public static List<ProbeResult> Results(SqliteConnection connection, ProbePair pair, int limit)
    {
        using var row = connection.Use("""
            SELECT id, outcome, delivery_us, resolved, error FROM probe
            WHERE from_id = (SELECT id FROM account WHERE name = ?1)
              AND to_id = (SELECT id FROM account WHERE name = ?2) AND resolved IS NOT NULL ORDER BY due DESC LIMIT ?3
            """)
            .Bind(1, pair.From).Bind(2, pair.To).Bind(3, limit);
        var results = new List<ProbeResult>();
        while (row.Step())
        {
            results.Add(new(
                row.Long(0), pair, ProbeRows.Outcome(row.Text(1)), row.LengthOrNull(2), row.Moment(3),
                row.TextOrNull(4)));
        }

        return results;
    }

    public static List<CheckEntry> Checks(SqliteConnection connection)
    {
        using var row = connection.Use("""
            SELECT subject, check_name, status, since, checked, value FROM check_state ORDER BY subject, check_name
            """);
        var entries = new List<CheckEntry>();
        while (row.Step())
        {
            entries.Add(new(
                row.Text(0), row.Text(1), (int)row.Long(2), row.Moment(3), row.Moment(4), row.TextOrNull(5)));
        }

        return entries;
    }

    public static List<CheckChange> Changes(SqliteConnection connection, string subject, int limit)
    {
        using var row = connection.Use("""
            SELECT subject, check_name, at, old, new, value FROM check_change WHERE subject = ?1
            ORDER BY at DESC, rowid DESC LIMIT ?2
            """)
            .Bind(1, subject).Bind(2, limit);
        var changes = new List<CheckChange>();
        while (row.Step())
        {
            changes.Add(new(
                row.Text(0), row.Text(1), row.Moment(2), (int?)row.LongOrNull(3), (int)row.Long(4), row.TextOrNull(5)));
        }

        return changes;
    }

    public static List<CertificateEntry> Certificates(SqliteConnection connection)
    {
        using var row = connection.Use("""
            SELECT s.endpoint, c.subject, c.san, c.issuer, c.not_before, c.not_after, s.chain_ends, c.key, s.version,
              s.cipher, s.chain_ok, s.host_ok, s.dane, s.first, s.last
            FROM tls_seen s JOIN cert c ON c.sha256 = s.cert
            WHERE s.last = (SELECT max(last) FROM tls_seen WHERE endpoint = s.endpoint) ORDER BY s.endpoint
            """);
        var entries = new List<CertificateEntry>();
        while (row.Step())
        {
            entries.Add(new(
                row.Text(0), row.Text(1), row.TextOrNull(2), row.Text(3), row.Moment(4), row.Moment(5), row.Moment(6),
                row.Text(7), row.Text(8), row.Text(9), row.Long(10) != 0, row.Long(11) != 0, row.TextOrNull(12),
                row.Moment(13), row.Moment(14)));
        }

        return entries;
    }

    public static List<ClockEntry> Clocks(SqliteConnection connection)
    {
        using var row = connection.Use("""
            SELECT host, max(at), offset_us, err_us, method FROM clock GROUP BY host ORDER BY host
            """);
        var entries = new List<ClockEntry>();
        while (row.Step())
            entries.Add(new(row.Text(0), row.Moment(1), row.Long(2) / 1e6, row.Long(3) / 1e6, row.Text(4)));
        return entries;
    }
}

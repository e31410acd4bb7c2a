using Rockdove.Sqlite;

namespace Rockdove.Prober;

/// <summary>Reads probes and what hangs on them.</summary>
internal static class EntryRows
{
    public static List<ProbeEntry> List(SqliteStatement row)
    {
        var entries = new List<ProbeEntry>();
        while (row.Step())
            entries.Add(Entry(row));
        return entries;
    }

    public static ProbeDetail? Detail(SqliteConnection connection, long probe)
    {
        ProbeEntry entry;
        string token, message;
        string? queue;
        long? bytes, deferrals;
        using (var row = connection.Use($"""
            SELECT {Columns}, p.token, p.message_id, p.queue_id, p.size, p.deferrals FROM {Tables} WHERE p.id = ?1
            """)
            .Bind(1, probe))
        {
            if (!row.Step())
                return null;
            entry = Entry(row);
            token = ProbeToken.FromOctets(row.Blob(ColumnCount)).ToString();
            (message, queue) = (row.Text(ColumnCount + 1), row.TextOrNull(ColumnCount + 2));
            (bytes, deferrals) = (row.LongOrNull(ColumnCount + 3), row.LongOrNull(ColumnCount + 4));
        }

        return new(
            entry, token, message, queue, bytes, (int?)deferrals, Phases(connection, probe), Hops(connection, probe),
            Verdicts(connection, probe), Bounces(connection, probe), TranscriptEntryRows.Of(connection, probe));
    }

    public static List<string> Words(ProbeFlags flags)
    {
        var words = new List<string>();
        Add(ProbeFlags.ClockOff, "clock_off");
        Add(ProbeFlags.Greylisted, "greylisted");
        Add(ProbeFlags.Resumed, "resumed");
        Add(ProbeFlags.ClockStep, "clock_step");
        return words;

        void Add(ProbeFlags flag, string word)
        {
            if (flags.HasFlag(flag))
                words.Add(word);
        }
    }

    private static ProbeEntry Entry(SqliteStatement row) => new()
    {
        Id = row.Long(0),
        Run = row.Long(1),
        From = row.Text(2),
        To = row.Text(3),
        Due = row.Moment(4),
        State = row.Text(5),
        Outcome = row.TextOrNull(6),
        Stage = row.TextOrNull(7),
        Code = (int?)row.LongOrNull(8),
        EnhancedCode = row.TextOrNull(9),
        Error = row.TextOrNull(10),
        Started = row.MomentOrNull(11),
        Accepted = row.MomentOrNull(12),
        Seen = row.MomentOrNull(13),
        SeenNotBefore = row.MomentOrNull(14),
        Resolved = row.MomentOrNull(15),
        SubmitSeconds = row.SecondsOrNull(16),
        DeliverySeconds = row.SecondsOrNull(17),
        TotalSeconds = row.SecondsOrNull(18),
        TransitSeconds = row.SecondsOrNull(19),
        VisibilitySeconds = row.SecondsOrNull(20),
        Folder = row.TextOrNull(21),
        Role = row.TextOrNull(22),
        Copies = (int?)row.LongOrNull(23),
        Hops = (int?)row.LongOrNull(24),
        UnencryptedHops = (int?)row.LongOrNull(25),
        Flags = Words((ProbeFlags)row.Long(26)),
    };

    private static List<PhaseEntry> Phases(SqliteConnection connection, long probe)
    {
        using var row = connection.Use("""
            SELECT side, name, start_us, dur_us FROM phase WHERE probe_id = ?1 ORDER BY side, start_us
            """)
            .Bind(1, probe);
        var entries = new List<PhaseEntry>();
        while (row.Step())
        {
            entries.Add(new(
                row.Long(0) == ProbeRows.SendingSide ? "send" : "receive",
                row.Text(1),
                row.Long(2) / 1e6,
                row.Long(3) / 1e6));
        }

        return entries;
    }

    private static List<HopEntry> Hops(SqliteConnection connection, long probe)
    {
        using var row = connection.Use("""
            SELECT by_host, from_host, from_ip, with_proto, tls, stamp, zone_min, corrected, wait_us, skew_us, raw
            FROM hop WHERE probe_id = ?1 ORDER BY n
            """)
            .Bind(1, probe);
        var entries = new List<HopEntry>();
        while (row.Step())
        {
            var hop = new ProbeHop(
                row.TextOrNull(0), row.TextOrNull(1), row.TextOrNull(2), row.TextOrNull(3), row.TextOrNull(4),
                row.MomentOrNull(5)?.ToOffset(TimeSpan.FromMinutes(row.Long(6))), row.MomentOrNull(7),
                row.LengthOrNull(8), row.LengthOrNull(9), row.Text(10));
            entries.Add(new(
                hop.By, hop.From, hop.FromAddress, hop.With, hop.Tls, hop.IsEncrypted, hop.Stamp, hop.Corrected,
                hop.Wait?.TotalSeconds, hop.Skew?.TotalSeconds, hop.Raw));
        }

        return entries;
    }

    private static List<VerdictEntry> Verdicts(SqliteConnection connection, long probe)
    {
        using var row = connection.Use("""
            SELECT method, result, authserv, detail FROM verdict WHERE probe_id = ?1 ORDER BY rowid
            """)
            .Bind(1, probe);
        var entries = new List<VerdictEntry>();
        while (row.Step())
            entries.Add(new(row.Text(0), row.Text(1), row.Text(2), row.TextOrNull(3)));
        return entries;
    }

    private static List<BounceEntry> Bounces(SqliteConnection connection, long probe)
    {
        using var row = connection.Use("""
            SELECT at, status, diagnostic, remote_mta FROM bounce WHERE probe_id = ?1 ORDER BY id
            """)
            .Bind(1, probe);
        var entries = new List<BounceEntry>();
        while (row.Step())
            entries.Add(new(row.Moment(0), row.TextOrNull(1), row.TextOrNull(2), row.TextOrNull(3)));
        return entries;
    }

    public const string Columns =
        "p.id, p.run_id, f.name, t.name, p.due, p.state, p.outcome, p.stage, p.smtp_code, p.enhanced, p.error, "
        + "p.started, p.accepted, p.seen, p.seen_not_before, p.resolved, p.submit_us, p.delivery_us, p.total_us, "
        + "p.transit_us, p.visibility_us, p.folder, p.role, p.copies, p.hops, p.plain_hops, p.flags";

    private const int ColumnCount = 27;

    public const string Tables =
        "probe p JOIN account f ON f.id = p.from_id JOIN account t ON t.id = p.to_id";
}

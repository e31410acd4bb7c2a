using Rockdove.Sqlite;
using Rockdove.Storage;

namespace Rockdove.Prober;

/// <summary>
/// Reads results, also while another process writes them. Each call reads the disk, and sees what was committed when it
/// began. Safe to be called by several at once; they wait for each other.
/// </summary>
public sealed class ProbeReader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Lock _lock = new();

    private ProbeReader(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens a file that a journal has made.</summary>
    /// <exception cref="StoreException">It is not there, of another program, older or newer.</exception>
    public static ProbeReader Open(string path)
    {
        if (!File.Exists(path))
            throw new StoreException($"There are no results at {path}: `rockdove ping` makes them.");
        var connection = new SqliteConnection(path);
        try
        {
            JournalSchema.Require(connection, path);
            connection.Execute("PRAGMA query_only = ON");
            return new(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The matrix of a run.</summary>
    /// <param name="timestamp">
    /// The second that it began in, as seconds since 1970 UTC; 0, less, or later than now for the newest run: of those
    /// of a schedule the newest whose rounds are complete, and none that somebody asked for unless there is no other.
    /// </param>
    /// <param name="now">The time now.</param>
    /// <param name="view">How to read it; null for the usual.</param>
    /// <returns>Null when there is no such run.</returns>
    public MatrixPicture? MatrixOfRun(long timestamp, DateTimeOffset now, MatrixView? view = null)
    {
        lock (_lock)
        {
            var isNewest = timestamp <= 0 || timestamp > now.ToUnixTimeSeconds();
            long run;
            DateTimeOffset started;
            using (var row = _connection.Use("""
                SELECT id, started FROM run WHERE started >= ?1 AND started < ?2
                ORDER BY trigger = 'request', trigger = 'schedule' AND finished IS NULL, started DESC, id DESC LIMIT 1
                """)
                .Bind(1, isNewest ? 0 : timestamp * MicrosecondsPerSecond)
                .Bind(2, isNewest ? long.MaxValue : (timestamp + 1) * MicrosecondsPerSecond))
            {
                if (!row.Step())
                    return null;
                (run, started) = (row.Long(0), row.Moment(1));
            }

            return new MatrixRows(_connection, view ?? new()).OfRun(run, started, now);
        }
    }

    /// <summary>The matrix as it was at a moment: for each pair its newest probe that was due by then.</summary>
    public MatrixPicture MatrixAt(DateTimeOffset at, MatrixView? view = null)
    {
        lock (_lock)
            return new MatrixRows(_connection, view ?? new()).At(at);
    }

    /// <summary>Each sender over a time: up to a week by hours, more by days.</summary>
    public IReadOnlyList<AccountSummary> Senders(DateTimeOffset from, DateTimeOffset to)
    {
        lock (_lock)
            return SumRows.Lines(_connection, true, from, to);
    }

    /// <summary>Each receiver over a time: up to a week by hours, more by days.</summary>
    public IReadOnlyList<AccountSummary> Receivers(DateTimeOffset from, DateTimeOffset to)
    {
        lock (_lock)
            return SumRows.Lines(_connection, false, from, to);
    }

    /// <summary>The hours of a pair that begin in a time, the oldest first.</summary>
    public IReadOnlyList<PairSpan> Hours(ProbePair pair, DateTimeOffset from, DateTimeOffset to)
    {
        lock (_lock)
            return SumRows.Spans(_connection, pair, false, from, to);
    }

    /// <summary>The days of a pair that begin in a time, the oldest first.</summary>
    public IReadOnlyList<PairSpan> Days(ProbePair pair, DateTimeOffset from, DateTimeOffset to)
    {
        lock (_lock)
            return SumRows.Spans(_connection, pair, true, from, to);
    }

    /// <summary>The hours of several pairs together that begin in a time, the oldest first.</summary>
    /// <param name="sender">Only what this account sent; null for all.</param>
    /// <param name="receiver">Only what this account was sent; null for all.</param>
    /// <param name="from">The first moment.</param>
    /// <param name="to">The first moment that is too late.</param>
    public IReadOnlyList<PairSpan> HoursOf(
        string? sender, string? receiver, DateTimeOffset from, DateTimeOffset to)
    {
        lock (_lock)
            return SumRows.SpansOf(_connection, sender, receiver, false, from, to);
    }

    /// <summary>The days of several pairs together that begin in a time, the oldest first.</summary>
    /// <inheritdoc cref="HoursOf" path="/param"/>
    public IReadOnlyList<PairSpan> DaysOf(
        string? sender, string? receiver, DateTimeOffset from, DateTimeOffset to)
    {
        lock (_lock)
            return SumRows.SpansOf(_connection, sender, receiver, true, from, to);
    }

    /// <summary>When the first run began that is kept; null before any.</summary>
    public DateTimeOffset? FirstRun()
    {
        lock (_lock)
        {
            using var row = _connection.Use("SELECT min(started) FROM run");
            return row.Step() ? row.MomentOrNull(0) : null;
        }
    }

    /// <summary>Probes of a pair that were due in a time, the newest first.</summary>
    /// <param name="pair">Which.</param>
    /// <param name="from">The first moment.</param>
    /// <param name="to">The first moment that is too late.</param>
    /// <param name="limit">How many at most.</param>
    public IReadOnlyList<ProbeEntry> Probes(ProbePair pair, DateTimeOffset from, DateTimeOffset to, int limit)
    {
        lock (_lock)
        {
            using var row = _connection.Use($"""
                SELECT {EntryRows.Columns} FROM {EntryRows.Tables}
                WHERE p.from_id = (SELECT id FROM account WHERE name = ?1)
                  AND p.to_id = (SELECT id FROM account WHERE name = ?2) AND p.due >= ?3 AND p.due < ?4
                ORDER BY p.due DESC, p.id DESC LIMIT ?5
                """)
                .Bind(1, pair.From).Bind(2, pair.To).Bind(3, from.ToMicroseconds()).Bind(4, to.ToMicroseconds())
                .Bind(5, limit);
            return EntryRows.List(row);
        }
    }

    /// <summary>Probes of a run, in the order that they were added.</summary>
    public IReadOnlyList<ProbeEntry> ProbesOfRun(long run)
    {
        lock (_lock)
        {
            using var row = _connection.Use(
                $"SELECT {EntryRows.Columns} FROM {EntryRows.Tables} WHERE p.run_id = ?1 ORDER BY p.id")
                .Bind(1, run);
            return EntryRows.List(row);
        }
    }

    /// <summary>Everything that is kept of a probe; null when there is none of this number.</summary>
    public ProbeDetail? Probe(long id)
    {
        lock (_lock)
            return EntryRows.Detail(_connection, id);
    }

    /// <summary>Sessions of an account that belong to no probe, the newest first.</summary>
    public IReadOnlyList<TranscriptEntry> Transcripts(string account, int limit)
    {
        lock (_lock)
            return TranscriptEntryRows.OfAccount(_connection, account, limit);
    }

    /// <summary>What was said in a session; null when there is none of this number.</summary>
    public ReadOnlyMemory<byte>? Transcript(long id)
    {
        lock (_lock)
            return TranscriptEntryRows.Text(_connection, id) is { } text ? (ReadOnlyMemory<byte>?)text : null;
    }

    /// <summary>Runs, the newest first.</summary>
    public IReadOnlyList<RunEntry> Runs(int limit)
    {
        lock (_lock)
            return StateRows.Runs(_connection, limit);
    }

    /// <summary>What each check found last.</summary>
    public IReadOnlyList<CheckEntry> Checks()
    {
        lock (_lock)
            return StateRows.Checks(_connection);
    }

    /// <summary>What has changed of a domain or an endpoint, the newest first.</summary>
    public IReadOnlyList<CheckChange> CheckChanges(string subject, int limit)
    {
        lock (_lock)
            return StateRows.Changes(_connection, subject, limit);
    }

    /// <summary>The certificate that each endpoint showed last.</summary>
    public IReadOnlyList<CertificateEntry> Certificates()
    {
        lock (_lock)
            return StateRows.Certificates(_connection);
    }

    /// <summary>How far each clock was off when it was compared last.</summary>
    public IReadOnlyList<ClockEntry> Clocks()
    {
        lock (_lock)
            return StateRows.Clocks(_connection);
    }

    /// <summary>Alerts, the newest first.</summary>
    /// <param name="onlyOpen">Leaves out those that have ended.</param>
    /// <param name="limit">How many at most.</param>
    public IReadOnlyList<AlertEntry> Alerts(bool onlyOpen, int limit)
    {
        lock (_lock)
            return AlertRows.List(_connection, onlyOpen, limit);
    }

    /// <summary>Whom an alert was told to, in order.</summary>
    public IReadOnlyList<NotificationEntry> Notifications(long alert)
    {
        lock (_lock)
            return AlertRows.Notifications(_connection, alert);
    }

    /// <summary>The last results of each pair, the oldest first.</summary>
    public IReadOnlyList<ProbeResult> LastResults(IEnumerable<ProbePair> pairs, int each)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        lock (_lock)
            return [.. pairs.SelectMany(pair => StateRows.Results(_connection, pair, each)).OrderBy(one => one.At)];
    }

    /// <summary>How large the file is, in octets.</summary>
    public long DatabaseBytes()
    {
        lock (_lock)
            return _connection.Scalar("PRAGMA page_count") * _connection.Scalar("PRAGMA page_size");
    }

    public void Dispose()
    {
        lock (_lock)
            _connection.Dispose();
    }

    private const long MicrosecondsPerSecond = 1_000_000;
}

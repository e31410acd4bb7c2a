using Rockdove.Sqlite;
using Rockdove.Storage;

namespace Rockdove.Prober;

/// <summary>
/// Results in a file of SQLite. One process at a time has it open; others may read it meanwhile (<see
/// cref="ProbeReader"/>).
/// </summary>
/// <remarks>
/// What is kept outlives a kill of the process as soon as the call returns. What the mails outside hang on, that one
/// is about to be sent and what became of it, outlives a power cut too; of the rest a power cut may take the last
/// moments, and leaves the file whole.
/// </remarks>
public sealed class SqliteProbeJournal : IProbeJournal, IAsyncDisposable
{
    private readonly JournalLease _lease;
    private readonly JournalWriter _writer;
    private readonly SqliteConnection _reads;
    private readonly Lock _reading = new();
    private readonly SqliteProbeJournalOptions _options;
    private readonly TranscriptSampling _sampling;
    private readonly JournalDays _days;

    private SqliteProbeJournal(
        string path, JournalLease lease, SqliteConnection writes, SqliteConnection reads,
        SqliteProbeJournalOptions options)
    {
        Path = path;
        _lease = lease;
        _writer = new JournalWriter(writes, options.Syncs);
        _reads = reads;
        _options = options;
        _sampling = new(options.GoodTranscriptsOneIn);
        _days = new(options.TimeZone);
    }

    /// <summary>Where it is, links followed.</summary>
    public string Path { get; }

    /// <summary>How many writes have failed since it was opened.</summary>
    public long WriteErrors => _writer.Errors;

    /// <summary>Opens a file of results, and makes it if it does not exist.</summary>
    /// <exception cref="StoreInUseException">A process has it open; the message has its number.</exception>
    /// <exception cref="StoreException">
    /// It is of another program or of a newer version, which stays as it is, or cannot be opened.
    /// </exception>
    public static SqliteProbeJournal Open(string path, SqliteProbeJournalOptions? options = null)
    {
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfNegative(options.GoodTranscriptsOneIn, nameof(options));
        var file = System.IO.Path.GetFullPath(path);
        if (File.Exists(file))
            file = File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file;
        var lease = new JournalLease(file);
        SqliteConnection? writes = null;
        try
        {
            writes = new SqliteConnection(file);
            JournalSchema.Prepare(writes, file);
            UseZone(writes, new(options.TimeZone));
            var reads = new SqliteConnection(file);
            reads.Execute("PRAGMA query_only = ON");
            return new SqliteProbeJournal(file, lease, writes, reads, options);
        }
        catch
        {
            writes?.Dispose();
            lease.Dispose();
            throw;
        }
    }

    public async ValueTask KnowAsync(
        IReadOnlyList<ProbeAccount> accounts, DateTimeOffset at, CancellationToken cancellationToken) =>
        await WriteAsync(
            false, connection => AccountRows.Know(connection, accounts, at.ToMicroseconds()), cancellationToken);

    public async ValueTask<long> BeginRunAsync(ProbeRun run, CancellationToken cancellationToken) =>
        await WriteAsync(
            false, connection => AccountRows.BeginRun(connection, run, _options.Version), cancellationToken);

    public async ValueTask EndRunAsync(
        long run, DateTimeOffset at, RunFlags flags, CancellationToken cancellationToken) =>
        await WriteAsync(false, connection => AccountRows.EndRun(connection, run, at, flags), cancellationToken);

    public async ValueTask<long> AddAsync(NewProbe probe, CancellationToken cancellationToken) =>
        await WriteAsync(false, connection => ProbeRows.Add(connection, probe), cancellationToken);

    public async ValueTask BeginSendingAsync(long probe, DateTimeOffset at, CancellationToken cancellationToken) =>
        await WriteAsync(true, connection => ProbeRows.BeginSending(connection, probe, at), cancellationToken);

    public async ValueTask SentAsync(long probe, SentProbe sent, CancellationToken cancellationToken) =>
        await WriteAsync(true, connection => ProbeRows.Sent(connection, probe, sent), cancellationToken);

    public async ValueTask OverdueAsync(long probe, CancellationToken cancellationToken) =>
        await WriteAsync(false, connection => ProbeRows.Overdue(connection, probe), cancellationToken);

    public async ValueTask<bool> ResolveAsync(
        long probe, ProbeResolution resolution, CancellationToken cancellationToken) =>
        await WriteAsync(
            true,
            connection => ResolutionRows.Resolve(connection, probe, resolution, _days, _sampling),
            cancellationToken);

    public async ValueTask AddTranscriptAsync(
        long? probe, string account, KeptTranscript transcript, CancellationToken cancellationToken)
    {
        var packed = PackedTranscript.Of(transcript.Text.Span); // Here, so that the writer is not kept from writing.
        await WriteAsync(
            false,
            connection => TranscriptRows.Add(connection, probe, account, transcript, packed, _sampling),
            cancellationToken);
    }

    public ValueTask<IReadOnlyList<OpenProbe>> OpenProbesAsync(CancellationToken cancellationToken) =>
        new(Read(ProbeRows.Open));

    public ValueTask<int> SentSinceAsync(string account, DateTimeOffset since, CancellationToken cancellationToken) =>
        new(Read(connection => ProbeRows.SentSince(connection, account, since)));

    public ValueTask<FolderCursor?> CursorAsync(string account, string folder, CancellationToken cancellationToken) =>
        new(Read(connection => ProbeRows.Cursor(connection, account, folder)));

    public async ValueTask SetCursorAsync(
        string account, string folder, FolderCursor cursor, CancellationToken cancellationToken) =>
        await WriteAsync(
            false, connection => ProbeRows.SetCursor(connection, account, folder, cursor), cancellationToken);

    /// <summary>Keeps what a check found, and that it has changed if it has.</summary>
    public async ValueTask KeepAsync(KeptCheck check, CancellationToken cancellationToken) =>
        await WriteAsync(false, connection => CheckRows.Keep(connection, check), cancellationToken);

    /// <summary>Forgets checks that were not made again since then. What has changed of them stays.</summary>
    internal Task ForgetChecksAsync(DateTimeOffset since, CancellationToken cancellationToken) => WriteAsync(
        false, connection => CheckRows.Forget(connection, since), cancellationToken);

    /// <summary>Keeps the certificate that an endpoint showed.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It is no certificate.</exception>
    public async ValueTask KeepAsync(KeptCertificate certificate, CancellationToken cancellationToken) =>
        await WriteAsync(false, connection => CheckRows.Keep(connection, certificate), cancellationToken);

    /// <summary>Keeps how far a clock is off.</summary>
    public async ValueTask KeepAsync(KeptClock clock, CancellationToken cancellationToken) =>
        await WriteAsync(false, connection => CheckRows.Keep(connection, clock), cancellationToken);

    /// <summary>Keeps what happens to an alert; its number.</summary>
    internal Task<long> KeepAsync(AlertChange change, CancellationToken cancellationToken) =>
        WriteAsync(false, connection => AlertRows.Keep(connection, change), cancellationToken);

    internal Task KeepAsync(NotificationEntry attempt, CancellationToken cancellationToken) =>
        WriteAsync(false, connection => AlertRows.Keep(connection, attempt), cancellationToken);

    /// <summary>Keeps how far the schedule has come.</summary>
    internal Task KeepAsync(SchedulePlace place, CancellationToken cancellationToken) => WriteAsync(
        false,
        connection => connection.Use("INSERT OR REPLACE INTO meta(k, v) VALUES ('schedule', ?1)")
            .Bind(1, $"{place}").Run(),
        cancellationToken);

    /// <summary>How far the schedule had come; null when there was none.</summary>
    internal SchedulePlace? SchedulePlace() => Read(connection =>
    {
        using var row = connection.Use("SELECT v FROM meta WHERE k = 'schedule'");
        return row.Step() ? Rockdove.Prober.SchedulePlace.TryRead(row.Text(0)) : null;
    });

    /// <summary>Deletes what is older than it need be, and gives room back to the system.</summary>
    public async ValueTask RetainAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var whole = RetentionRows.ProbesBefore(_options.Retention, _days, now);
        await WriteAsync(false, connection => RetentionRows.SetWholeSince(connection, whole), cancellationToken);
        foreach (var (sql, before) in RetentionRows.Steps(_options.Retention, _days, now))
        {
            while (await WriteAsync(
                false, connection => RetentionRows.Delete(connection, sql, before), cancellationToken)
                == RetentionRows.Batch)
            {
            }
        }

        await WriteAsync(
            false, connection => connection.Execute($"PRAGMA incremental_vacuum({VacuumPages})"), cancellationToken);
    }

    /// <summary>Sums up hours and days once more from the probes that are kept.</summary>
    public async ValueTask SumUpAsync(CancellationToken cancellationToken) =>
        await WriteAsync(
            false,
            connection => RollupRows.Rebuild(connection, _days, RetentionRows.WholeSince(connection)),
            cancellationToken);

    /// <summary>Another view of the same file, for those who read.</summary>
    public ProbeReader OpenReader() => ProbeReader.Open(Path);

    public async ValueTask DisposeAsync()
    {
        await Task.Run(_writer.Dispose);
        lock (_reading)
            _reads.Dispose();
        _lease.Dispose();
    }

    internal Task<T> WriteAsync<T>(
        bool isSynced, Func<SqliteConnection, T> write, CancellationToken cancellationToken) =>
        _writer.RunAsync(isSynced, write, cancellationToken);

    internal Task WriteAsync(
        bool isSynced, Action<SqliteConnection> write, CancellationToken cancellationToken) =>
        _writer.RunAsync(
            isSynced,
            connection =>
            {
                write(connection);
                return true;
            },
            cancellationToken);

    private T Read<T>(Func<SqliteConnection, T> read)
    {
        lock (_reading)
            return read(_reads);
    }

    private static void UseZone(SqliteConnection connection, JournalDays days)
    {
        using (var row = connection.Use("SELECT v FROM meta WHERE k = 'zone'"))
            if (row.Step() && row.Text(0) == days.Zone.Id)
                return;
        connection.Execute("BEGIN IMMEDIATE");
        RollupRows.Rebuild(connection, days, RetentionRows.WholeSince(connection));
        connection.Use("INSERT OR REPLACE INTO meta(k, v) VALUES ('zone', ?1)").Bind(1, days.Zone.Id).Run();
        connection.Execute("COMMIT");
    }

    /// <summary>As much is given back at once: 64 MB in pages of 4 KiB.</summary>
    private const int VacuumPages = 16_384;
}

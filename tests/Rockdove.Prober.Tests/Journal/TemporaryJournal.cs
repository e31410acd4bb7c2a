using Rockdove.Sqlite;

namespace Rockdove.Prober.Tests;

/// <summary>A journal in a folder of its own, and probes to put into it.</summary>
internal sealed class TemporaryJournal : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rockdove-journal-");
    private SqliteProbeJournal? _journal;

    public TemporaryJournal(SqliteProbeJournalOptions? options = null) => Reopen(options);

    public string Folder => _folder.FullName;

    public string File => Path.Combine(_folder.FullName, "results.db");

    public SqliteProbeJournal Journal => _journal ?? throw new InvalidOperationException("The journal is closed.");

    public static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static DateTimeOffset Noon { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public void Reopen(SqliteProbeJournalOptions? options = null) =>
        _journal = SqliteProbeJournal.Open(File, options ?? new() { Syncs = false });

    public async Task CloseAsync()
    {
        if (_journal is { } journal)
            await journal.DisposeAsync();
        _journal = null;
    }

    public static ProbeAccount Account(string name) => new()
    {
        Name = name,
        Address = $"{name}@{name}.example",
        Send = new($"smtp.{name}.example", 587, MailSecurity.StartTls),
        Receive = new($"imap.{name}.example", 993, MailSecurity.Tls),
    };

    public async Task<long> RunAsync(params string[] names) => await RunAsync(Noon, "once", names);

    public async Task<long> RunAsync(DateTimeOffset started, string trigger, params string[] names) =>
        await Journal.BeginRunAsync(
            new(started, trigger, null, [.. names.Select(Account)], "Test mail"), Cancelled);

    public async Task<long> AddAsync(long run, string from, string to, DateTimeOffset? due = null) =>
        await Journal.AddAsync(
            new(run, new(from, to), ProbeToken.New(), $"{Guid.NewGuid()}@{from}.example", due ?? Noon), Cancelled);

    public async Task SendAsync(long probe, DateTimeOffset? at = null)
    {
        var started = at ?? Noon;
        await Journal.BeginSendingAsync(probe, started, Cancelled);
        await Journal.SentAsync(
            probe,
            new(
                started, started + TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1),
                [new(ProbeStage.Connect, TimeSpan.Zero, TimeSpan.FromMilliseconds(20))], 2048, "Q1", 0),
            Cancelled);
    }

    /// <summary>A whole probe: added, sent unless it failed before, and ended.</summary>
    public async Task<long> ProbeAsync(
        long run, string from, string to, ProbeOutcome outcome, double? seconds = null, DateTimeOffset? due = null)
    {
        var at = due ?? Noon;
        var probe = await AddAsync(run, from, to, at);
        if (seconds is not null || outcome is ProbeOutcome.Lost or ProbeOutcome.Bounced)
            await SendAsync(probe, at);
        Assert.True(await Journal.ResolveAsync(probe, End(outcome, seconds, at), Cancelled));
        return probe;
    }

    public static ProbeResolution End(ProbeOutcome outcome, double? seconds, DateTimeOffset due)
    {
        var delivery = seconds is { } known ? TimeSpan.FromSeconds(known) : (TimeSpan?)null;
        return new(outcome, due + TimeSpan.FromSeconds(1) + (delivery ?? TimeSpan.Zero))
        {
            Delivery = delivery,
            Total = delivery + TimeSpan.FromSeconds(1),
            Started = due,
            Seen = due + TimeSpan.FromSeconds(1) + delivery,
            SeenNotBefore = delivery is null ? null : due + delivery,
            ClassicSeconds = delivery is { } length ? (long)length.TotalSeconds + 1 : null,
            Failure = ProbeNames.IsGood(outcome)
                ? null
                : new(ProbeStage.Recipient, $"It was {ProbeNames.Of(outcome)}.", 550, "5.1.1"),
        };
    }

    /// <summary>What a query gives, for those who look at the tables themselves.</summary>
    public List<string?[]> Query(string sql, int columns)
    {
        using var connection = new SqliteConnection(File);
        using var row = connection.Use(sql);
        var rows = new List<string?[]>();
        while (row.Step())
            rows.Add([.. Enumerable.Range(0, columns).Select(i => row.IsNull(i) ? null : row.Text(i))]);
        return rows;
    }

    public long Scalar(string sql)
    {
        using var connection = new SqliteConnection(File);
        return connection.Scalar(sql);
    }

    public void Execute(string sql)
    {
        using var connection = new SqliteConnection(File);
        connection.Execute(sql);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _folder.Delete(recursive: true);
    }
}

using System.Collections.Concurrent;
using Rockdove.Configuration;
using Rockdove.Testing;

namespace Rockdove.Prober.Tests;

/// <summary>
/// A prober that goes on, with servers that take and deliver all mail at once and a clock that stands still.
/// </summary>
internal sealed class DaemonWorld : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rockdove-daemon-").FullName;
    private readonly ConcurrentDictionary<string, FakeWatch> _watches = new();
    private ProbeDaemon? _daemon;

    public DaemonWorld()
    {
        Sender = new FakeSender(Clock) { Taken = Deliver };
    }

    public ManualTimeProvider Clock { get; } = new(TemporaryJournal.Noon);

    public KeptLog Log { get; } = new();

    public TemporaryJournal Results { get; } = new();

    public FakeSender Sender { get; }

    /// <summary>Whether what is taken also comes.</summary>
    public bool Delivers { get; set; } = true;

    /// <summary>How many mails may be under way that will not come.</summary>
    public int Lost { get; set; }

    /// <summary>Puts a mail into its mailbox.</summary>
    public Action<FakeWatch, SentMail> Arrives { get; set; } = (watch, mail) => watch.Put(mail.Mark);

    /// <summary>Whether mailboxes open by themselves.</summary>
    public bool Opens { get; set; } = true;

    /// <summary>What is found where somebody looks; nothing unless a test says otherwise.</summary>
    public Func<PlannedCheck, IEnumerable<CheckResult>> Found { get; set; } = _ => [];

    /// <summary>What was looked at.</summary>
    public ConcurrentQueue<PlannedCheck> Looked { get; } = new();

    public ProbeDaemon Daemon => _daemon ?? throw new InvalidOperationException("It was not started.");

    public ProbeDesk Desk => Daemon.Desk!;

    public static CancellationToken Patience => DeskWorld.Patience;

    public FakeWatch Watch(string account) => _watches[account];

    /// <summary>Accounts a0, a1 and so on, and more keys.</summary>
    public ProberConfiguration Configure(int accounts, string keys = "", string account = "")
    {
        var names = string.Join(",\n", Enumerable.Range(0, accounts).Select(i => $$"""
            "a{{i}}": { "address": "a{{i}}@a{{i}}.test", "send": { "host": "smtp.a{{i}}.test" },
                        "receive": { "host": "imap.a{{i}}.test" }{{account}} }
            """));
        return ProberConfiguration.Read(
            [ConfigurationSource.File($$"""{ "accounts": { {{names}} }, {{keys}} }""", "test.json", _folder)], _folder);
    }

    public async Task StartAsync(ProberConfiguration configuration)
    {
        _daemon = new ProbeDaemon(new ProbeDaemonOptions
        {
            Configuration = configuration,
            Journal = Results.Journal,
            Key = DeskWorld.Key,
            Time = Clock,
            Loggers = Log,
            Random = new Random(1),
            Look = (check, _) => Task.FromResult(Look(check)),
            Desk = settings => settings with
            {
                Sender = Sender,
                Deadlines = settings.Deadlines with { Settle = TimeSpan.Zero },
                OpenWatch = account =>
                    _watches[account.Name] = new FakeWatch(account, Clock) { OpensByItself = Opens },
                Heard = (account, news) =>
                {
                    settings.Heard!(account, news);
                    _watches[account.Name].Heard();
                },
            },
        });
        await Daemon.StartAsync(Patience);
    }

    /// <summary>As a process that is killed and started again.</summary>
    public async Task RestartAsync(ProberConfiguration configuration)
    {
        await Daemon.DisposeAsync();
        await Results.CloseAsync();
        Results.Reopen();
        await StartAsync(configuration);
    }

    /// <summary>Moves the clock from timer to timer, each of which is waited for.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        for (var left = time; left > TimeSpan.Zero;)
        {
            await IdleAsync();
            var step = Clock.UntilNextTimer is { } next && next < left ? next : left;
            Clock.Advance(step);
            left -= step;
        }

        await IdleAsync();
    }

    /// <summary>Waits until everything waits for the clock, and what the mailboxes tell is heard.</summary>
    public async Task IdleAsync()
    {
        await Clock.WaitForTimersAsync(Timers, Patience);
        await Desk.UntilAsync(
            counts => counts.Sending == 0
                && (!Delivers || counts.Sent <= Lost)
                && _watches.Values.All(watch => watch.IsHeard),
            Patience);
    }

    public List<string?[]> Runs() => Results.Query("SELECT trigger, finished IS NOT NULL FROM run ORDER BY id", 2);

    public string Metric(string name) => Daemon.WriteMetrics(isOpenMetrics: false).Split('\n')
        .SingleOrDefault(line => line.StartsWith($"rockdove_ping_{name} ", StringComparison.Ordinal))
        ?.Split(' ')[^1] ?? "none";

    public async ValueTask DisposeAsync()
    {
        if (_daemon is not null)
            await _daemon.DisposeAsync();
        await Results.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private void Deliver(SentMail mail)
    {
        if (Delivers)
            Arrives(_watches[mail.To.Name], mail);
    }

    private CheckReport Look(PlannedCheck check)
    {
        Looked.Enqueue(check);
        return new CheckReport
        {
            Target = check.Target,
            Started = Clock.GetUtcNow(),
            Elapsed = TimeSpan.Zero,
            Lookups = 0,
            Results = [.. Found(check)],
        };
    }

    /// <summary>The desk's, and those of rounds, minutes, hours and checks.</summary>
    public const int Timers = 5;
}

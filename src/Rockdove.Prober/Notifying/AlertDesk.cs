using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Rockdove.Prober;

/// <summary>
/// Runs alerts: gives results and ticks to the machine one after the other, keeps what changes, and has it told. What
/// is kept before it is told is told again after a crash rather than never.
/// </summary>
public sealed class AlertDesk : IAsyncDisposable
{
    private readonly AlertMachine _machine;
    private readonly SqliteProbeJournal _journal;
    private readonly AlertNotifier _notifier;
    private readonly TimeProvider _clock;
    private readonly CheckAlerts _checks;
    private readonly List<AlertChange> _ending = []; // Alerts of rules that there are no more.
    private readonly SemaphoreSlim _one = new(1);
    private readonly CancellationTokenSource _closing = new();
    private readonly List<Task> _telling = [];
    private readonly ILogger _log;

    private AlertDesk(
        AlertMachine machine, CheckAlerts checks, SqliteProbeJournal journal, IEnumerable<IAlertChannel> channels,
        TimeProvider clock, ILogger log)
    {
        _log = log;
        _checks = checks;
        _machine = machine;
        _journal = journal;
        _clock = clock;
        _notifier = new(channels.ToDictionary(channel => channel.Name), journal, clock, log);
    }

    /// <summary>Takes up what was kept, and tells what nobody has been told of.</summary>
    /// <param name="machine">A new one.</param>
    /// <param name="rules">Its rules.</param>
    /// <param name="pairs">The pairs that are measured.</param>
    /// <param name="journal">Has what was kept, and keeps what comes.</param>
    /// <param name="channels">Those that rules name.</param>
    /// <param name="clock">The time.</param>
    /// <param name="checkChannels">Names of those that are told of checks.</param>
    /// <param name="log">Hears what changes, and what cannot be told; null for nobody.</param>
    public static AlertDesk Open(
        AlertMachine machine, IReadOnlyCollection<AlertRule> rules, IReadOnlyCollection<ProbePair> pairs,
        SqliteProbeJournal journal, IEnumerable<IAlertChannel> channels, TimeProvider clock,
        IReadOnlyList<string>? checkChannels = null, ILogger? log = null)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(journal);
        var checks = new CheckAlerts(checkChannels ?? []);
        var desk = new AlertDesk(machine, checks, journal, channels, clock, log ?? NullLogger.Instance);
        using var reader = journal.OpenReader();
        var open = reader.Alerts(onlyOpen: true, int.MaxValue);
        machine.Restore(open, reader.LastResults(pairs, machine.RememberedResults));
        foreach (var alert in open)
        {
            if (alert.Rule == CheckAlerts.RuleName)
            {
                checks.Restore(alert);
                desk.TellAgain(alert, checks.Rule, reader.Notifications(alert.Id));
            }
            else if (rules.FirstOrDefault(rule => rule.Name == alert.Rule) is { } rule)
            {
                desk.TellAgain(alert, rule, reader.Notifications(alert.Id));
            }
            else
            {
                desk._ending.Add(new(
                    AlertChangeKind.Superseded, new AlertRule { Name = alert.Rule }, alert.Subject, alert.Since,
                    clock.GetUtcNow(), alert.Detail));
            }
        }

        return desk;
    }

    /// <summary>A probe has ended.</summary>
    public Task AddAsync(ProbeResult result, CancellationToken cancellationToken) =>
        ChangeAsync(() => _machine.Add(result), cancellationToken);

    /// <summary>To be called each minute or so.</summary>
    public Task TickAsync(CancellationToken cancellationToken) => ChangeAsync(
        () =>
        {
            AlertChange[] changes = [.. _ending, .. _machine.Tick(_clock.GetUtcNow())];
            _ending.Clear();
            return changes;
        },
        cancellationToken);

    /// <summary>A check has found something.</summary>
    internal Task AddCheckAsync(KeptCheck found, CancellationToken cancellationToken) =>
        ChangeAsync(() => _checks.Add(found), cancellationToken);

    /// <summary>Of checks, only these were made in the last round.</summary>
    internal Task ForgetChecksAsync(IReadOnlySet<string> looked, CancellationToken cancellationToken) =>
        ChangeAsync(() => _checks.Forget(looked, _clock.GetUtcNow()), cancellationToken);

    /// <summary>Completes when all that has happened is told, or given up.</summary>
    public async Task ToldAsync(CancellationToken cancellationToken)
    {
        Task[] telling;
        lock (_telling)
            telling = [.. _telling];
        await Task.WhenAll(telling).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await ToldAsync(CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closing.Dispose();
        _one.Dispose();
    }

    private async Task ChangeAsync(Func<IReadOnlyList<AlertChange>> change, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            foreach (var next in change())
            {
                var alert = await _journal.KeepAsync(next, CancellationToken.None).ConfigureAwait(false);
                Note(alert, next);
                if (next.Kind != AlertChangeKind.Superseded)
                    Tell(next.Rule.Channels, AlertNotice.Of(alert, next));
            }
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Rules may have no channel, and channels may be down: the log is there all the same.</summary>
    private void Note(long alert, AlertChange change)
    {
        if (change.Kind == AlertChangeKind.Superseded)
        {
            _log.AlertSuperseded(alert, change.Rule.Name, change.Subject);
            return;
        }

        var notice = AlertNotice.Of(alert, change);
        if (change.Kind == AlertChangeKind.Recovered)
            _log.AlertRecovered(alert, notice.Rule, notice.Event, notice.Text);
        else
            _log.AlertGoesOn(alert, notice.Rule, notice.Event, notice.Text);
    }

    private void TellAgain(AlertEntry alert, AlertRule rule, IReadOnlyList<NotificationEntry> told)
    {
        var kind = alert.State == RuleState.FlappingWord ? AlertChangeKind.Flapping : AlertChangeKind.Opened;
        string[] untold = [.. rule.Channels.Where(name => !told.Any(entry => entry.Channel == name && entry.IsSent))];
        if (untold.Length > 0)
        {
            Tell(untold, AlertNotice.Of(
                alert.Id, new(kind, rule, alert.Subject, alert.Since, alert.Updated, alert.Detail)));
        }
    }

    private void Tell(IReadOnlyList<string> channels, AlertNotice notice)
    {
        if (channels.Count == 0)
            return;
        var telling = _notifier.NotifyAsync(channels, notice, _closing.Token);
        lock (_telling)
        {
            _telling.RemoveAll(task => task.IsCompleted);
            _telling.Add(telling);
        }
    }
}

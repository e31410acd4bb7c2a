using Microsoft.Extensions.Logging;

namespace Rockdove.Prober;

/// <summary>All that goes by one configuration: the desk, the rounds, alerts, and what is done by the clock.</summary>
internal sealed class ConfiguredProber : IAsyncDisposable
{
    private readonly AlertDesk _alerts;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<ProbePair, ProbeTicket> _asked = [];
    private readonly ILogger _log;
    private Task _running = Task.CompletedTask;

    private ConfiguredProber(
        ProberConfiguration configuration, ProbeDesk desk, AlertDesk alerts, TimeProvider time, ILogger log)
    {
        Configuration = configuration;
        Looks = new CheckLooks(configuration, time);
        Desk = desk;
        _alerts = alerts;
        _log = log;
    }

    public ProberConfiguration Configuration { get; }

    public ProbeDesk Desk { get; }

    public CheckLooks Looks { get; }

    /// <summary>Faults with what broke it; otherwise it never ends.</summary>
    public Task Completion => _ended.Task;

    /// <summary>Opens the mailboxes, takes up what was left open, and begins.</summary>
    public static async Task<ConfiguredProber> StartAsync(
        ProberConfiguration configuration, ProbeDaemonOptions options, ProberMetrics metrics, ProbeReader reader,
        HttpClient http, CancellationToken cancellationToken)
    {
        var (journal, time) = (options.Journal, options.Time);
        var log = options.Loggers.CreateLogger(ProbeDaemon.LogCategory);
        metrics.Measure(configuration.Pairs);
        metrics.Restore(
            reader.LastResults(configuration.Pairs, 1), await journal.OpenProbesAsync(cancellationToken));
        var alerts = OpenAlerts(
            configuration, journal, reader, http, time, options.Loggers.CreateLogger(ProbeDaemon.AlertLogCategory));
        var settings = ProbeDeskOptions.Of(
            configuration, new ObservedJournal(journal, metrics, alerts), options.Key, time) with
        {
            Heard = (account, news) => Tell(account, news, metrics, log),
            Ended = ended => log.Ended(
                ended.Pair, ProbeNames.Of(ended.Outcome!.Value), ended.Resolution!.Delivery,
                ended.Resolution.Failure?.Text),
        };
        var prober = new ConfiguredProber(
            configuration, new ProbeDesk(options.Desk?.Invoke(settings) ?? settings), alerts, time, log);
        try
        {
            await prober.BeginAsync(options, metrics, reader, cancellationToken);
            return prober;
        }
        catch
        {
            await prober.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends a probe outside the rounds, if the account may send one now.</summary>
    public async Task<ProbeNowAnswer> ProbeNowAsync(ProbePair pair, CancellationToken cancellationToken)
    {
        if (!Configuration.Pairs.Contains(pair))
            return new(ProbeNowStatus.UnknownPair, null, $"Nobody measures {pair}.");
        var sender = (await Desk.SendersAsync()).First(one => one.Account == pair.From);
        if (sender.Obstacle is { } obstacle)
            return new(ProbeNowStatus.NotNow, null, obstacle);
        if (_asked.TryGetValue(pair, out var before) && !before.HasBegun)
            return new(ProbeNowStatus.NotNow, null, $"A probe of {pair} that was asked for waits to be sent.");
        var run = await Desk.BeginRunAsync("request", null, cancellationToken);
        var ticket = _asked[pair] = await Desk.PlaceAsync(run, pair, cancellationToken);
        _ = EndAsync(run, ticket);
        return new(ProbeNowStatus.Accepted, ticket.Id, null);
    }

    /// <summary>Stops as a desk does: what is being sent is finished, and what is under way stays so.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Desk.DisposeAsync();
        await _alerts.DisposeAsync();
        Looks.Dispose();
        _stop.Dispose();
    }

    private async Task BeginAsync(
        ProbeDaemonOptions options, ProberMetrics metrics, ProbeReader reader, CancellationToken cancellationToken)
    {
        var (journal, time) = (options.Journal, options.Time);
        await Desk.StartAsync(cancellationToken);
        var kept = journal.SchedulePlace();
        var schedule = new RoundSchedule(
            Rounds(Configuration), Configuration.Schedule, Configuration.TimeZone, kept, time.GetUtcNow(),
            options.Random);
        if (schedule.Place.Run != 0)
            await Desk.ResumeRunAsync(schedule.Place.Run);
        else if (kept is { Run: not 0 })
            await Desk.EndRunAsync(kept.Run, cancellationToken); // Other pairs are measured now.
        var rounds = new RoundRunner(Desk, schedule, journal, metrics, time, _log);
        var upkeep = new Upkeep(Desk, _alerts, journal, metrics, Configuration, time, _log);
        var checks = new CheckRounds(
            PlannedCheck.Of(Configuration), options.Look ?? Looks.LookAsync, Configuration.Checks.Every, journal,
            reader, _alerts, time, _log);
        _ = Desk.Completion.ContinueWith(
            desk => Break(desk.Exception!.InnerException!), CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        _running = Task.WhenAll(
            GoOnAsync(rounds.RunAsync), GoOnAsync(upkeep.EachMinuteAsync), GoOnAsync(upkeep.EachHourAsync),
            GoOnAsync(checks.RunAsync));
    }

    private async Task GoOnAsync(Func<CancellationToken, Task> work)
    {
        try
        {
            await work(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // It was told to stop.
        }
        catch (Exception broken)
        {
            Break(broken);
        }
    }

    /// <summary>What broke the desk is told by whoever asks it next, inside of what that one says.</summary>
    private void Break(Exception reason) => _ended.TrySetException(
        reason is InvalidOperationException { InnerException: { } inner } ? inner : reason);

    private async Task EndAsync(long run, ProbeTicket ticket)
    {
        try
        {
            await ticket.Verdict.WaitAsync(_stop.Token);
            await Desk.EndRunAsync(run, _stop.Token);
        }
        catch (Exception over) when (over is OperationCanceledException or InvalidOperationException)
        {
            // It stops, or the desk is broken, which is told elsewhere.
        }
    }

    private static AlertDesk OpenAlerts(
        ProberConfiguration configuration, SqliteProbeJournal journal, ProbeReader reader, HttpClient http,
        TimeProvider time, ILogger log)
    {
        // In quiet time nothing is sent, so that silence means nothing.
        MaintenanceWindow[] windows =
            [.. configuration.Schedule.Quiet.Select(quiet => new DailyWindow(quiet.From, quiet.Until))];
        var machine = new AlertMachine(
            configuration.Alerts, configuration.Pairs, windows, configuration.TimeZone, time.GetUtcNow());
        return AlertDesk.Open(
            machine, configuration.Alerts, configuration.Pairs, journal,
            AlertChannels.Of(configuration, reader, http, time), time, configuration.Checks.To, log);
    }

    private static IReadOnlyList<IReadOnlyList<ProbePair>> Rounds(ProberConfiguration configuration) =>
        configuration.Schedule.IsBurst
            ? [configuration.Pairs]
            : Tournament.Rounds([.. configuration.Accounts.Select(one => one.Name)], configuration.Pairs);

    private static void Tell(ProbeAccount account, MailboxEvent news, ProberMetrics metrics, ILogger log)
    {
        switch (news)
        {
            case MailboxReady ready:
                metrics.SessionReady(account.Name, account.Protocol, ready.Phases);
                break;
            case MailboxFailed failed:
                metrics.SessionFailed(account.Name, account.Protocol, failed.Failure);
                log.MailboxFailed(account.Name, failed.Failure.Text);
                break;
            case MailDeleted deleted:
                metrics.Cleaned(account.Name, deleted.Place.Folder);
                break;
            case FolderCounted counted:
                metrics.MailboxSeen(account.Name, counted.Folder, counted.Messages, counted.Orphans);
                break;
            case QuotaTold quota:
                metrics.QuotaSeen(account.Name, quota.Used);
                break;
            case MailKept kept:
                log.MailKept(account.Name, kept.Failure.Text);
                break;
        }
    }
}

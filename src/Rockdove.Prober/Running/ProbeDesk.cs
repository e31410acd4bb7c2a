using System.Diagnostics;

namespace Rockdove.Prober;

/// <summary>
/// Where probes are handed in at any time, sent, recognised when they come, and given their outcome: the engine of a
/// single run and of a scheduler alike.
/// </summary>
/// <remarks>
/// One watch for each account that receives, whoever sends to it. Every step is in the journal before the next begins,
/// so that a kill leaves probes that the next desk takes up. Thread-safe. What breaks the journal breaks the desk:
/// waiting calls then throw <see cref="InvalidOperationException"/>.
/// </remarks>
public sealed class ProbeDesk : IAsyncDisposable
{
    private readonly ProbeDeskOptions _options;
    private readonly DeskLoop _loop;
    private readonly DeskBooks _books;
    private readonly DeskArrivals _arrivals;
    private readonly DeskSending _sending;
    private readonly List<Task> _watching = [];
    private readonly CancellationTokenSource _stopSending = new();
    private readonly CancellationTokenSource _stopWatching = new();
    private bool _isStarted;

    public ProbeDesk(ProbeDeskOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Key.Length < ProbeMark.MinimumKeyBytes)
            throw new ArgumentException($"A key has {ProbeMark.MinimumKeyBytes} octets at least.", nameof(options));
        _options = options;
        _loop = new DeskLoop(options.Time);
        _books = new DeskBooks(options, _loop);
        _arrivals = new DeskArrivals(_books) { Gone = one => _sending!.Remove(one) };
        _sending = new DeskSending(
            _books, _arrivals, options.Sender ?? new ProbeSender(options.Patience, options.Time), _stopSending.Token);
        _ = _loop.Completion.ContinueWith(
            _ => _books.GiveUp(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>Where the probes are now.</summary>
    public DeskCounts Counts => _books.Counts;

    /// <summary>
    /// Opens the mailboxes, and takes up the probes that an earlier desk has left without an outcome.
    /// </summary>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_isStarted)
            throw new InvalidOperationException("The desk has been started.");
        _isStarted = true;
        await _options.Journal.KnowAsync(_options.Accounts, _options.Time.GetUtcNow(), cancellationToken);
        var left = await _options.Journal.OpenProbesAsync(cancellationToken);
        foreach (var account in _options.Accounts.Where(account => account.Receive is not null))
            _books.Mailboxes.Add(account.Name, new MailboxSide(_options.OpenWatch(account)));
        await _loop.AskAsync(async () =>
        {
            foreach (var one in left)
                await DeskResumption.ResumeAsync(one, _books, _sending, _arrivals);
            _loop.After(ClockCheck, CheckClockAsync);
            return true;
        });
        foreach (var side in _books.Mailboxes.Values)
        {
            _watching.Add(WatchAsync(side));
            _watching.Add(HearAsync(side));
        }
    }

    /// <summary>Waits until each mailbox has been looked into, or could not be.</summary>
    public Task MailboxesAsync(CancellationToken cancellationToken) =>
        _loop.UntilAsync(() => _books.Mailboxes.Values.All(side => side.IsKnown), cancellationToken);

    /// <summary>Begins a set of probes; its id.</summary>
    /// <param name="trigger">Why: <c>once</c>, <c>schedule</c>, <c>request</c>.</param>
    /// <param name="round">The round of the tournament; null outside one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<long> BeginRunAsync(string trigger, int? round, CancellationToken cancellationToken) =>
        _loop.AskAsync(async () =>
        {
            var run = await _options.Journal.BeginRunAsync(
                new ProbeRun(_books.Wall.Now, trigger, round, _options.Accounts, _options.Mail.Body),
                cancellationToken);
            var tally = new RunTally();
            foreach (var side in _books.Mailboxes.Values)
                tally.Note(side);
            _books.Runs.Add(run, tally);
            return run;
        });

    /// <summary>Ends it, whatever is still under way, and says what is to be known of it.</summary>
    public Task<RunFlags> EndRunAsync(long run, CancellationToken cancellationToken) => _loop.AskAsync(async () =>
    {
        var flags = _books.Runs.Remove(run, out var tally) ? tally.Flags : RunFlags.None;
        await _options.Journal.EndRunAsync(run, _books.Wall.Now, flags, cancellationToken);
        return flags;
    });

    /// <summary>Hands in a probe. It is kept when this returns, and is sent when its turn comes.</summary>
    /// <param name="run">The set that it belongs to.</param>
    /// <param name="pair">Between whom. Both are accounts of this desk; the one sends and the other receives.</param>
    /// <param name="cancellationToken">Gives up handing it in.</param>
    /// <exception cref="ArgumentException">There is no such account, or it cannot do its part.</exception>
    /// <exception cref="InvalidOperationException">The desk was not started, or has stopped.</exception>
    public Task<ProbeTicket> PlaceAsync(long run, ProbePair pair, CancellationToken cancellationToken)
    {
        if (!_isStarted)
            throw new InvalidOperationException("The desk has not been started.");
        if (!_sending.CanSend(pair.From))
            throw new ArgumentException($"There is no account {pair.From} that sends.", nameof(pair));
        if (!_books.Accounts.TryGetValue(pair.To, out var to) || to.Receive is null)
            throw new ArgumentException($"There is no account {pair.To} that receives.", nameof(pair));
        var from = _books.Accounts[pair.From];
        return _loop.AskAsync(async () =>
        {
            var token = ProbeToken.New();
            var probe = new NewProbe(run, pair, token, ProbeMail.MessageId(token, from), _books.Wall.Now);
            var id = await _options.Journal.AddAsync(probe, cancellationToken);
            var one = new ProbeInFlight(new ProbeTicket(id, run, pair), probe, from, to)
            {
                DueAt = _options.Time.GetTimestamp(),
            };
            _books.Count(ProbeState.Queued);
            _books.Open.Add(token, one);
            _sending.Add(one);
            await _sending.PumpAsync();
            return one.Ticket;
        });
    }

    /// <summary>
    /// Looks through the past of all mailboxes for mails of ours that are older than this, and deletes them. See
    /// <see cref="IMailboxWatch.ReapAsync"/>.
    /// </summary>
    /// <returns>By account, what was done.</returns>
    public async Task<IReadOnlyDictionary<string, ReapReport>> ReapAsync(
        TimeSpan olderThan, CancellationToken cancellationToken)
    {
        var reaping = _books.Mailboxes.Values.Where(side => side.Watch.Account.DeletesMail).ToDictionary(
            side => side.Watch.Account.Name, side => side.Watch.ReapAsync(olderThan, cancellationToken));
        await Task.WhenAll(reaping.Values);
        return reaping.ToDictionary(one => one.Key, one => one.Value.Result, StringComparer.Ordinal);
    }

    /// <summary>
    /// Stops: what is just being sent is finished, and what is to be deleted goes, each for a while. What is under way
    /// stays so in the journal.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        _loop.Post(() =>
        {
            _books.IsStopping = true;
            return ValueTask.CompletedTask;
        });
        await WithinAsync(StopPatience, () => _sending.IsIdle);
        await _stopSending.CancelAsync();
        await WithinAsync(StopPatience, () => _sending.IsIdle);
        await WithinAsync(StopPatience, () => _books.Mailboxes.Values.All(
            side => side.Leaving.Count == 0 || !side.IsReady));
        await _stopWatching.CancelAsync();
        await Task.WhenAll(_watching).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _loop.DisposeAsync();
        foreach (var side in _books.Mailboxes.Values)
            await side.Watch.DisposeAsync();
        _stopSending.Dispose();
        _stopWatching.Dispose();
    }

    /// <summary>Waits until the probes stand so.</summary>
    internal Task UntilAsync(Func<DeskCounts, bool> holds, CancellationToken cancellationToken) =>
        _loop.UntilAsync(() => holds(Counts), cancellationToken);

    /// <summary>Waits until no session is open.</summary>
    internal Task SessionsEndAsync(CancellationToken cancellationToken) =>
        _loop.UntilAsync(() => _sending.IsIdle, cancellationToken);

    private async Task WithinAsync(TimeSpan patience, Func<bool> holds)
    {
        using var alarm = new CancellationTokenSource(patience, _options.Time);
        try
        {
            await _loop.UntilAsync(holds, alarm.Token);
        }
        catch (Exception over) when (over is OperationCanceledException or InvalidOperationException)
        {
            // Whoever stops does not wait for ever, and what broke the desk was told to those who wait for results.
        }
    }

    private async Task WatchAsync(MailboxSide side)
    {
        try
        {
            await side.Watch.RunAsync(_stopWatching.Token);
        }
        catch (OperationCanceledException) when (_stopWatching.IsCancellationRequested)
        {
            // It was told to stop.
        }
        catch (Exception unforeseen)
        {
            _loop.Post(() => throw new UnreachableException(
                $"The watch of {side.Watch.Account.Name} tells what goes wrong, and does not throw.", unforeseen));
        }
    }

    private async Task HearAsync(MailboxSide side)
    {
        await foreach (var news in side.Watch.Events.ReadAllAsync())
            _books.Loop.Post(() => HearAsync(side, news));
    }

    private ValueTask HearAsync(MailboxSide side, MailboxEvent news)
    {
        switch (news)
        {
            case MailboxReady:
                side.Ready();
                Tally(side);
                return MailboxOpenedAsync(side);
            case ProbeArrived arrived:
                _arrivals.Arrive(side, arrived);
                return ValueTask.CompletedTask;
            case BounceArrived bounce:
                return _arrivals.BounceAsync(side, bounce);
            case MailboxFailed failed:
                side.Fail(failed);
                Tally(side);
                return MailboxFailedAsync(side, failed);
            case MailDeleted deleted:
                side.Leaving.Remove(deleted.Place);
                return ValueTask.CompletedTask;
            default:
                return ValueTask.CompletedTask;
        }
    }

    private void Tally(MailboxSide side)
    {
        foreach (var run in _books.Runs.Values)
            run.Note(side);
    }

    private async ValueTask MailboxOpenedAsync(MailboxSide side)
    {
        // What was in it has been told before: what has not been now is not there.
        var name = side.Watch.Account.Name;
        foreach (var lost in _books.Open.Values.Where(one => one.IsPastHardDeadline && one.To.Name == name).ToList())
            await _arrivals.HardDeadlineAsync(lost);
        await _sending.PumpAsync();
    }

    private async ValueTask MailboxFailedAsync(MailboxSide side, MailboxFailed failed)
    {
        if (failed.Transcript is { } text)
        {
            var account = side.Watch.Account;
            await _books.Journal.AddTranscriptAsync(
                null,
                account.Name,
                new KeptTranscript(
                    account.Protocol == ReceiveProtocol.Imap ? "imap" : "pop3",
                    _books.Wall.At(failed.Timestamp), $"{account.Receive}", text, IsFailure: true),
                CancellationToken.None);
        }

        await _sending.PumpAsync();
        _books.Loop.After(_books.Options.Deadlines.Mailbox, _sending.PumpAsync);
    }

    private ValueTask CheckClockAsync()
    {
        _loop.After(ClockCheck, CheckClockAsync);
        if (!_books.Wall.HasStepped())
            return ValueTask.CompletedTask;
        foreach (var one in _books.Open.Values)
            one.Flags |= ProbeFlags.ClockStep;
        foreach (var run in _books.Runs.Values)
            run.HasClockStep = true;
        return ValueTask.CompletedTask;
    }

    private static readonly TimeSpan ClockCheck = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);
}

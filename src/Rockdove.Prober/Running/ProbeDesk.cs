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
    private readonly TimeProvider _time;
    private readonly WallClock _wall;
    private readonly ArrivalReading _reading;
    private readonly IProbeSender _sender;
    private readonly Dictionary<string, ProbeAccount> _accounts;
    private readonly Dictionary<string, MailboxSide> _mailboxes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SenderLane> _lanes = new(StringComparer.Ordinal);
    private readonly Dictionary<ProbeToken, ProbeInFlight> _open = [];
    private readonly Dictionary<long, RunTally> _runs = [];
    private readonly List<Task> _watching = [];
    private readonly CancellationTokenSource _stopSending = new();
    private readonly CancellationTokenSource _stopWatching = new();
    private DeskLoop? _loop;
    private DeskCounts _counts = new(0, 0, 0, 0, 0, 0);
    private int _sending;
    private uint _turn;
    private bool _isStopping;

    public ProbeDesk(ProbeDeskOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Key.Length < ProbeMark.MinimumKeyBytes)
            throw new ArgumentException($"A key has {ProbeMark.MinimumKeyBytes} octets at least.", nameof(options));
        _options = options;
        _time = options.Time;
        _wall = new WallClock(_time);
        _reading = new ArrivalReading(options.Deadlines, _time, _wall);
        _sender = options.Sender ?? new ProbeSender(options.Patience, _time);
        _accounts = options.Accounts.ToDictionary(account => account.Name, StringComparer.Ordinal);
        foreach (var account in options.Accounts.Where(account => account.Send is not null))
            _lanes.Add(account.Name, new SenderLane(account, _time));
    }

    /// <summary>Where the probes are now.</summary>
    public DeskCounts Counts => Volatile.Read(ref _counts);

    /// <summary>
    /// Opens the mailboxes, and takes up the probes that an earlier desk has left without an outcome.
    /// </summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_loop is not null)
            throw new InvalidOperationException("The desk has been started.");
        var left = await _options.Journal.OpenProbesAsync(cancellationToken);
        foreach (var account in _options.Accounts.Where(account => account.Receive is not null))
            _mailboxes.Add(account.Name, new MailboxSide(_options.OpenWatch(account)));
        var loop = _loop = new DeskLoop(_time);
        _ = loop.Completion.ContinueWith(
            _ => GiveUp(loop), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        await loop.AskAsync(async () =>
        {
            foreach (var one in left)
                await ResumeAsync(one);
            loop.After(ClockCheck, CheckClockAsync);
            return true;
        });
        foreach (var side in _mailboxes.Values)
        {
            _watching.Add(side.Watch.RunAsync(_stopWatching.Token));
            _watching.Add(HearAsync(side));
        }
    }

    /// <summary>Waits until each mailbox has been looked into, or could not be.</summary>
    public Task MailboxesAsync(CancellationToken cancellationToken) =>
        Loop.UntilAsync(() => _mailboxes.Values.All(side => side.IsKnown), cancellationToken);

    /// <summary>Begins a set of probes; its id.</summary>
    /// <param name="trigger">Why: <c>once</c>, <c>schedule</c>, <c>request</c>.</param>
    /// <param name="round">The round of the tournament; null outside one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<long> BeginRunAsync(string trigger, int? round, CancellationToken cancellationToken) =>
        Loop.AskAsync(async () =>
        {
            var run = await _options.Journal.BeginRunAsync(
                new ProbeRun(_wall.Now, trigger, round, _options.Accounts, _options.Mail.Body), cancellationToken);
            _runs.Add(run, new RunTally());
            return run;
        });

    /// <summary>Ends it, whatever is still under way, and says what is to be known of it.</summary>
    public Task<RunFlags> EndRunAsync(long run, CancellationToken cancellationToken) => Loop.AskAsync(async () =>
    {
        var flags = _runs.Remove(run, out var tally) ? tally.Flags : RunFlags.None;
        await _options.Journal.EndRunAsync(run, _wall.Now, flags, cancellationToken);
        return flags;
    });

    /// <summary>Hands in a probe. It is kept when this returns, and is sent when its turn comes.</summary>
    /// <param name="run">The set that it belongs to.</param>
    /// <param name="pair">Between whom. Both are accounts of this desk; the one sends and the other receives.</param>
    /// <param name="cancellationToken">Gives up handing it in.</param>
    /// <exception cref="ArgumentException">There is no such account, or it cannot do its part.</exception>
    public Task<ProbeTicket> PlaceAsync(long run, ProbePair pair, CancellationToken cancellationToken)
    {
        if (!_lanes.TryGetValue(pair.From, out var lane))
            throw new ArgumentException($"There is no account {pair.From} that sends.", nameof(pair));
        if (!_accounts.TryGetValue(pair.To, out var to) || to.Receive is null)
            throw new ArgumentException($"There is no account {pair.To} that receives.", nameof(pair));
        return Loop.AskAsync(async () =>
        {
            var token = ProbeToken.New();
            var probe = new NewProbe(run, pair, token, ProbeMail.MessageId(token, lane.Account), _wall.Now);
            var id = await _options.Journal.AddAsync(probe, cancellationToken);
            var one = new ProbeInFlight(new ProbeTicket(id, run, pair), probe, lane.Account, to)
            {
                DueAt = _time.GetTimestamp(),
            };
            Count(counts => counts.Add(ProbeState.Queued));
            _open.Add(token, one);
            lane.Waiting.AddLast(one);
            await PumpAsync();
            return one.Ticket;
        });
    }

    /// <summary>
    /// Stops: what is just being sent is finished, and what is to be deleted goes, each for a while. What is under way
    /// stays so in the journal.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (_loop is { } loop)
        {
            loop.Post(() =>
            {
                _isStopping = true;
                return ValueTask.CompletedTask;
            });
            await WithinAsync(StopPatience, () => _sending == 0);
            await _stopSending.CancelAsync();
            await WithinAsync(StopPatience, () => _sending == 0);
            await WithinAsync(StopPatience, () => _mailboxes.Values.All(
                side => side.Leaving.Count == 0 || !side.IsReady));
            await _stopWatching.CancelAsync();
            await Task.WhenAll(_watching).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await loop.DisposeAsync();
            foreach (var side in _mailboxes.Values)
                await side.Watch.DisposeAsync();
            _loop = null;
        }

        _stopSending.Dispose();
        _stopWatching.Dispose();
    }

    /// <summary>Waits until the probes stand so.</summary>
    internal Task UntilAsync(Func<DeskCounts, bool> holds, CancellationToken cancellationToken) =>
        Loop.UntilAsync(() => holds(Counts), cancellationToken);

    /// <summary>Waits until no session is open.</summary>
    internal Task SessionsEndAsync(CancellationToken cancellationToken) =>
        Loop.UntilAsync(() => _sending == 0, cancellationToken);

    private DeskLoop Loop => _loop ?? throw new InvalidOperationException("The desk has not been started.");

    /// <summary>Nobody waits for what will not be told any more.</summary>
    private void GiveUp(DeskLoop loop)
    {
        foreach (var one in _open.Values)
        {
            var why = new InvalidOperationException(
                "The prober has stopped.", loop.Completion.Exception?.InnerException);
            one.Ticket.Told.TrySetException(why);
            one.Ticket.Ended.TrySetException(why);
            _ = (one.Ticket.Told.Task.Exception, one.Ticket.Ended.Task.Exception); // Looked at, if nobody waits.
        }
    }

    private async Task WithinAsync(TimeSpan patience, Func<bool> holds)
    {
        using var alarm = new CancellationTokenSource(patience, _time);
        try
        {
            await _loop!.UntilAsync(holds, alarm.Token);
        }
        catch (Exception over) when (over is OperationCanceledException or InvalidOperationException)
        {
            // Whoever stops does not wait for ever, and what broke the desk was told to those who wait for results.
        }
    }

    private async Task HearAsync(MailboxSide side)
    {
        await foreach (var news in side.Watch.Events.ReadAllAsync())
            _loop!.Post(() => HearAsync(side, news));
    }

    private ValueTask HearAsync(MailboxSide side, MailboxEvent news)
    {
        switch (news)
        {
            case MailboxReady:
                side.Ready();
                return MailboxOpenedAsync(side);
            case ProbeArrived arrived:
                Arrive(side, arrived);
                return ValueTask.CompletedTask;
            case BounceArrived bounce:
                return BounceAsync(side, bounce);
            case MailboxFailed failed:
                side.Fail(failed);
                return MailboxFailedAsync(side, failed);
            case MailDeleted deleted:
                side.Leaving.Remove(deleted.Place);
                return ValueTask.CompletedTask;
            default:
                return ValueTask.CompletedTask;
        }
    }

    private async ValueTask MailboxOpenedAsync(MailboxSide side)
    {
        // What was in it has been told before: what has not been now is not there.
        var name = side.Watch.Account.Name;
        foreach (var lost in _open.Values.Where(one => one.IsPastHardDeadline && one.To.Name == name).ToList())
            await HardDeadlineAsync(lost);
        await PumpAsync();
    }

    private async ValueTask MailboxFailedAsync(MailboxSide side, MailboxFailed failed)
    {
        if (failed.Transcript is { } text)
        {
            var account = side.Watch.Account;
            await _options.Journal.AddTranscriptAsync(
                null,
                account.Name,
                new KeptTranscript(
                    account.Protocol == ReceiveProtocol.Imap ? "imap" : "pop3",
                    _wall.At(failed.Timestamp), $"{account.Receive}", text, IsFailure: true),
                CancellationToken.None);
        }

        await PumpAsync();
        _loop!.After(_options.Deadlines.Mailbox, PumpAsync);
    }

    /// <summary>Begins to send as much as may be sent now.</summary>
    private async ValueTask PumpAsync()
    {
        var lanes = _lanes.Values.ToArray();
        for (var idle = 0; idle < lanes.Length && _sending < _options.Workers && !_isStopping;)
        {
            // In turns, so that no sender waits for another one's whole row.
            var lane = lanes[_turn++ % lanes.Length];
            idle = await StepAsync(lane) ? 0 : idle + 1;
        }
    }

    /// <summary>Sends one mail of a sender, or gives up one that cannot be sent; false when there is none.</summary>
    private async ValueTask<bool> StepAsync(SenderLane lane)
    {
        if (lane.IsBusy || lane.Waiting.Count == 0)
            return false;
        for (var node = lane.Waiting.First; node is not null; node = node.Next)
        {
            var one = node.Value;
            if (one.DueAt > _time.GetTimestamp())
                continue;
            var side = _mailboxes[one.To.Name];
            if (!side.IsKnown)
                continue;
            if (side.Failure is { } closed)
            {
                if (side.RetryAfter <= _options.Deadlines.Mailbox
                    && _time.GetElapsedTime(side.FailingSince) < _options.Deadlines.Mailbox)
                    continue;
                lane.Waiting.Remove(node);
                await ResolveAsync(one, Failed(ProbeOutcome.ReceiveFailed, closed));
                return true;
            }

            if (lane.IsPaused)
            {
                lane.Waiting.Remove(node);
                await ResolveAsync(one, PausedOutcome(lane, one));
                return true;
            }

            if (lane.Pace is var pace && pace > TimeSpan.Zero)
            {
                _loop!.After(pace, PumpAsync);
                return false;
            }

            lane.Waiting.Remove(node);
            if (await OverLimitAsync(lane.Account) is { } limit)
                await ResolveAsync(one, Failed(ProbeOutcome.SkippedForBudget, new(ProbeStage.Connect, limit)));
            else
                await BeginAsync(lane, one);
            return true;
        }

        return false;
    }

    private ProbeResolution PausedOutcome(SenderLane lane, ProbeInFlight one)
    {
        if (one.Report?.Failure is { } before)
            return Failed(ProbeOutcome.SendFailed, before, one.Report);
        var reason = lane.PauseReason;
        var until = _wall.Now + lane.PauseLeft;
        return lane.PausedFor == SendAdvice.LoginRefused
            ? Failed(ProbeOutcome.AuthenticationFailed, new(
                ProbeStage.Authentication,
                $"Not tried: the login was refused {SenderLane.RefusalsBeforePause} times in a row, and is tried again "
                + $"at {until:u}. The server said: {reason?.Text}",
                reason?.Code,
                reason?.EnhancedCode))
            : Failed(ProbeOutcome.SkippedForBudget, new(
                reason?.Stage ?? ProbeStage.Connect,
                $"Not sent: the server asked for less, and is tried again at {until:u}. It said: {reason?.Text}",
                reason?.Code,
                reason?.EnhancedCode));
    }

    /// <summary>What limit is reached, in words; null for none.</summary>
    private async ValueTask<string?> OverLimitAsync(ProbeAccount account)
    {
        var now = _wall.Now;
        foreach (var (limit, span, word) in ((int?, TimeSpan, string)[])
            [(account.Limits.PerHour, OneHour, "an hour"), (account.Limits.PerDay, OneDay, "a day")])
        {
            if (limit is not { } most)
                continue;
            var sent = await _options.Journal.SentSinceAsync(account.Name, now - span, CancellationToken.None);
            if (sent >= most)
                return $"Not sent: {account.Name} may send {most} mails in {word}, and has sent {sent}.";
        }

        return null;
    }

    private async ValueTask BeginAsync(SenderLane lane, ProbeInFlight one)
    {
        await _options.Journal.BeginSendingAsync(one.Ticket.Id, _wall.Now, CancellationToken.None);
        Move(one, ProbeState.Sending);
        one.IsSending = true;
        lane.Begin();
        _sending++;
        _ = Task.Run(() => SendAsync(lane, one));
    }

    private async Task SendAsync(SenderLane lane, ProbeInFlight one)
    {
        try
        {
            var mark = new ProbeMark(one.Probe.Token, one.Probe.Pair, _time.GetUtcNow());
            var mail = ProbeMail.Write(mark, one.From, one.To, _options.Mail, _options.Key.Span);
            var report = await _sender.SendAsync(one.From, one.To, mail, _stopSending.Token);
            _loop!.Post(() => SentAsync(lane, one, report));
        }
        catch (OperationCanceledException)
        {
            _loop!.Post(() => AbandonedAsync(lane, one));
        }
        catch (Exception unforeseen)
        {
            _loop!.Post(() => throw new UnreachableException("Sending reports what goes wrong.", unforeseen));
        }
    }

    /// <summary>Sending was cut short. Nobody knows whether the mail was taken: the next desk looks for it.</summary>
    private ValueTask AbandonedAsync(SenderLane lane, ProbeInFlight one)
    {
        one.IsSending = false;
        lane.IsBusy = false;
        _sending--;
        return ValueTask.CompletedTask;
    }

    private async ValueTask SentAsync(SenderLane lane, ProbeInFlight one, SendReport report)
    {
        await AbandonedAsync(lane, one);
        lane.End(report);
        one.Report = report;
        if (_runs.TryGetValue(one.Probe.Run, out var run))
            run.Note(one.From.Name, report);
        if (report.Transcript.Length > 0)
        {
            await _options.Journal.AddTranscriptAsync(
                one.Ticket.Id,
                one.From.Name,
                new KeptTranscript(
                    "smtp", report.Started, $"{one.From.Send}", report.Transcript,
                    report.Verdict != SendVerdict.Accepted),
                CancellationToken.None);
        }

        if (IsOpen(one))
            await JudgeAsync(lane, one, report);
        if (one.IsSettled)
            await SettleAsync(one);
        await PumpAsync();
    }

    private async ValueTask JudgeAsync(SenderLane lane, ProbeInFlight one, SendReport report)
    {
        if (report.Verdict == SendVerdict.Accepted)
        {
            one.Sent = new SentProbe(
                report.Started, _wall.At(report.EndedAt), _time.GetElapsedTime(report.StartedAt, report.EndedAt),
                report.Phases, report.Bytes, report.QueueId, one.Deferrals);
            await _options.Journal.SentAsync(one.Ticket.Id, one.Sent, CancellationToken.None);
            Move(one, ProbeState.Sent);
            Watch(one, _time.GetElapsedTime(report.EndedAt));
        }
        else if (one.Arrivals.Count > 0)
        {
            return; // It came all the same.
        }
        else if (report.Verdict == SendVerdict.Uncertain)
        {
            _loop!.After(_options.Deadlines.Soft, () => IsOpen(one)
                ? ResolveAsync(one, Failed(ProbeOutcome.SendFailed, report.Failure, report))
                : ValueTask.CompletedTask);
        }
        else if (report.Verdict == SendVerdict.Deferred && one.Deferrals++ == 0)
        {
            one.DueAt = _time.GetTimestamp()
                + (long)(_options.Deadlines.Retry.TotalSeconds * _time.TimestampFrequency);
            lane.Waiting.AddFirst(one);
            _loop!.After(_options.Deadlines.Retry, PumpAsync);
        }
        else
        {
            await ResolveAsync(one, Failed(
                report.Verdict switch
                {
                    SendVerdict.Rejected => ProbeOutcome.Rejected,
                    SendVerdict.TlsFailed => ProbeOutcome.TlsFailed,
                    SendVerdict.AuthenticationFailed => ProbeOutcome.AuthenticationFailed,
                    _ => ProbeOutcome.SendFailed,
                },
                report.Failure,
                report));
        }
    }

    /// <summary>Sets the deadlines of a mail that was handed in this long ago.</summary>
    private void Watch(ProbeInFlight one, TimeSpan ago)
    {
        var (soft, hard) = (_options.Deadlines.Soft, _options.Deadlines.Hard);
        if (one.State == ProbeState.Sent && soft < hard)
            _loop!.After(soft - ago, () => SoftDeadlineAsync(one));
        _loop!.After(hard - ago, () => HardDeadlineAsync(one));
    }

    private async ValueTask SoftDeadlineAsync(ProbeInFlight one)
    {
        if (!IsOpen(one) || one.Arrivals.Count > 0 || one.State != ProbeState.Sent)
            return;
        var side = _mailboxes[one.To.Name];
        if (side.Failure is { } closed)
        {
            await ResolveAsync(one, Failed(ProbeOutcome.ReceiveFailed, closed));
            return;
        }

        await _options.Journal.OverdueAsync(one.Ticket.Id, CancellationToken.None);
        Move(one, ProbeState.Overdue);
        one.Ticket.Told.TrySetResult(Result(one, null));
    }

    private async ValueTask HardDeadlineAsync(ProbeInFlight one)
    {
        if (!IsOpen(one) || one.Arrivals.Count > 0)
            return;
        var side = _mailboxes[one.To.Name];
        if (!side.IsKnown)
            one.IsPastHardDeadline = true;
        else if (side.Failure is { } closed)
            await ResolveAsync(one, Failed(ProbeOutcome.ReceiveFailed, closed));
        else if (one.Sent is null)
            await ResolveAsync(one, Failed(ProbeOutcome.Unknown, new(ProbeStage.Final, WasKilled)));
        else
            await ResolveAsync(one, new ProbeResolution(ProbeOutcome.Lost, _wall.Now) { Flags = one.Flags });
    }

    private void Arrive(MailboxSide side, ProbeArrived arrived)
    {
        if (side.Watch.Account.DeletesMail)
            side.Delete(arrived.Place);
        // A copy among what was sent, or in the bin, says nothing of its arrival.
        if (arrived.Place.Role is FolderRole.Sent or FolderRole.Trash)
            return;
        if (!_open.TryGetValue(arrived.Mark.Token, out var one) || one.Probe.Pair != arrived.Mark.Pair)
            return;
        one.Arrivals.Add(arrived);
        if (one.Arrivals.Count == 1)
        {
            var ago = _time.GetElapsedTime(arrived.Timestamp);
            _loop!.After(_options.Deadlines.Settle - ago, () => SettleAsync(one));
        }
    }

    private ValueTask SettleAsync(ProbeInFlight one)
    {
        // It may be seen before its 250 is read, and that one says when the time began.
        one.IsSettled = true;
        if (!IsOpen(one) || one.IsSending)
            return ValueTask.CompletedTask;
        _lanes[one.From.Name].Waiting.Remove(one);
        return ResolveAsync(one, _reading.Resolve(one));
    }

    private async ValueTask BounceAsync(MailboxSide side, BounceArrived bounce)
    {
        if (side.Watch.Account.DeletesMail)
            side.Delete(bounce.Place);
        if (!bounce.Action.Equals("failed", StringComparison.OrdinalIgnoreCase)
            || !_open.TryGetValue(bounce.Mark.Token, out var one) || one.Arrivals.Count > 0)
            return;
        _lanes[one.From.Name].Waiting.Remove(one);
        var text = bounce.Diagnostic ?? "A report says that it could not be delivered, and not why.";
        await ResolveAsync(one, Failed(ProbeOutcome.Bounced, new(
            ProbeStage.Final,
            bounce.RemoteServer is { } server ? $"{server}: {text}" : text,
            EnhancedCode: bounce.Status)) with
        {
            Place = bounce.Place,
            Seen = _wall.At(bounce.Timestamp),
        });
    }

    private async ValueTask ResumeAsync(OpenProbe left)
    {
        var pair = left.Probe.Pair;
        var ticket = new ProbeTicket(left.Id, left.Probe.Run, pair);
        Count(counts => counts.Add(left.State));
        if (!_lanes.TryGetValue(pair.From, out var lane)
            || !_accounts.TryGetValue(pair.To, out var to) || to.Receive is null)
        {
            // Nobody looks into that mailbox any more.
            await _options.Journal.ResolveAsync(
                left.Id,
                Failed(ProbeOutcome.Unknown, new(
                    ProbeStage.Poll, $"The configuration has no {pair} any more, so nobody looks for it.")),
                CancellationToken.None);
            Count(counts => counts.Move(left.State, ProbeState.Resolved));
            return;
        }

        var one = new ProbeInFlight(ticket, left.Probe, lane.Account, to)
        {
            State = left.State,
            Started = left.Started,
            Flags = ProbeFlags.Resumed,
            DueAt = _time.GetTimestamp(),
        };
        _open.Add(left.Probe.Token, one);
        if (left.State == ProbeState.Queued)
        {
            one.Flags = ProbeFlags.None; // It was never sent, so its times will be whole.
            lane.Waiting.AddLast(one);
            return;
        }

        if (left.Accepted is { } accepted)
        {
            one.Sent = new SentProbe(
                left.Started ?? accepted, accepted, accepted - (left.Started ?? accepted), [], 0, null, 0);
        }

        Watch(one, _wall.Now - (left.Accepted ?? left.Started ?? left.Probe.Due));
    }

    private ValueTask CheckClockAsync()
    {
        _loop!.After(ClockCheck, CheckClockAsync);
        if (!_wall.HasStepped())
            return ValueTask.CompletedTask;
        foreach (var one in _open.Values)
            one.Flags |= ProbeFlags.ClockStep;
        foreach (var run in _runs.Values)
            run.HasClockStep = true;
        return ValueTask.CompletedTask;
    }

    private async ValueTask ResolveAsync(ProbeInFlight one, ProbeResolution resolution)
    {
        _open.Remove(one.Probe.Token);
        await _options.Journal.ResolveAsync(one.Ticket.Id, resolution, CancellationToken.None);
        Move(one, ProbeState.Resolved);
        var result = Result(one, resolution);
        one.Ticket.Told.TrySetResult(result);
        one.Ticket.Ended.TrySetResult(result);
    }

    private static ProbeResult Result(ProbeInFlight one, ProbeResolution? resolution) =>
        new(one.Ticket.Id, one.Ticket.Run, one.Ticket.Pair, one.State) { Sent = one.Sent, Resolution = resolution };

    private ProbeResolution Failed(ProbeOutcome outcome, ProbeFailure? failure, SendReport? report = null) =>
        new(outcome, _wall.Now)
        {
            Failure = failure,
            Started = report?.Started,
            Phases = report?.Phases ?? [],
        };

    private bool IsOpen(ProbeInFlight one) => one.State != ProbeState.Resolved;

    private void Move(ProbeInFlight one, ProbeState state)
    {
        var before = one.State;
        one.State = state;
        Count(counts => counts.Move(before, state));
    }

    /// <summary>Only the loop counts, so nothing is lost between reading and writing.</summary>
    private void Count(Func<DeskCounts, DeskCounts> change) => Volatile.Write(ref _counts, change(_counts));

    private const string WasKilled = "The prober was stopped while it sent this, and the mail was never seen.";

    private static readonly TimeSpan OneHour = TimeSpan.FromHours(1);

    private static readonly TimeSpan OneDay = TimeSpan.FromDays(1);

    private static readonly TimeSpan ClockCheck = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);
}

using System.Diagnostics;

namespace Rockdove.Prober;

/// <summary>
/// The sending half of a desk: takes probes in turns of their senders, has them handed in, and says what the answer
/// means. Only the loop touches it.
/// </summary>
internal sealed class DeskSending
{
    private readonly DeskBooks _books;
    private readonly DeskArrivals _arrivals;
    private readonly IProbeSender _sender;
    private readonly CancellationToken _stop;
    private readonly Dictionary<string, SenderLane> _lanes = new(StringComparer.Ordinal);
    private int _sending;
    private uint _turn;

    /// <param name="books">What the desk knows.</param>
    /// <param name="arrivals">Told of what was sent.</param>
    /// <param name="sender">Hands mails in.</param>
    /// <param name="stop">Cuts sessions off.</param>
    public DeskSending(DeskBooks books, DeskArrivals arrivals, IProbeSender sender, CancellationToken stop)
    {
        (_books, _arrivals, _sender, _stop) = (books, arrivals, sender, stop);
        foreach (var account in books.Options.Accounts.Where(account => account.Send is not null))
            _lanes.Add(account.Name, new SenderLane(account, books.Time));
    }

    /// <summary>How many sessions are open. From any thread.</summary>
    public int OpenSessions => Volatile.Read(ref _sending);

    /// <summary>True when no session is open.</summary>
    public bool IsIdle => _sending == 0;

    public bool CanSend(string account) => _lanes.ContainsKey(account);

    /// <summary>Puts a probe behind those that wait already.</summary>
    public void Add(ProbeInFlight one) => _lanes[one.From.Name].Waiting.AddLast(one);

    /// <summary>Takes one out that need not be sent any more.</summary>
    public void Remove(ProbeInFlight one) => _lanes[one.From.Name].Waiting.Remove(one);

    /// <summary>How each account stands.</summary>
    public async ValueTask<IReadOnlyList<SenderState>> StatesAsync()
    {
        var states = new List<SenderState>(_lanes.Count);
        foreach (var lane in _lanes.Values)
        {
            var limits = lane.Account.Limits;
            states.Add(new SenderState(
                lane.Account.Name,
                lane.IsPaused ? lane.PausedFor : SendAdvice.None,
                lane.PauseLeft,
                lane.PauseReason?.Text,
                await LeftAsync(lane.Account, limits.PerMinute, OneMinute),
                await LeftAsync(lane.Account, limits.PerHour, OneHour),
                await LeftAsync(lane.Account, limits.PerDay, OneDay)));
        }

        return states;
    }

    /// <summary>Begins to send as much as may be sent now.</summary>
    public async ValueTask PumpAsync()
    {
        var lanes = _lanes.Values.ToArray();
        for (var idle = 0; idle < lanes.Length && _sending < _books.Options.Workers && !_books.IsStopping;)
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
            if (one.DueAt > _books.Time.GetTimestamp())
                continue;
            var side = _books.MailboxOf(one);
            if (!side.IsKnown)
                continue;
            if (side.Failure is { } closed)
            {
                if (side.RetryAfter <= _books.Options.Deadlines.Mailbox
                    && _books.Time.GetElapsedTime(side.FailingSince) < _books.Options.Deadlines.Mailbox)
                    continue;
                lane.Waiting.Remove(node);
                await _books.ResolveAsync(one, _books.Failed(ProbeOutcome.ReceiveFailed, closed));
                return true;
            }

            if (lane.IsPaused)
            {
                lane.Waiting.Remove(node);
                await _books.ResolveAsync(one, PausedOutcome(lane, one));
                return true;
            }

            if (lane.Pace is var pace && pace > TimeSpan.Zero)
            {
                _books.Loop.After(pace, PumpAsync);
                return false;
            }

            lane.Waiting.Remove(node);
            if (await OverLimitAsync(lane.Account) is not { } limit)
            {
                await BeginAsync(lane, one);
                return true;
            }

            await _books.ResolveAsync(
                one, _books.Failed(ProbeOutcome.SkippedForBudget, new(ProbeStage.Connect, limit)));
            return true;
        }

        return false;
    }

    private ProbeResolution PausedOutcome(SenderLane lane, ProbeInFlight one)
    {
        if (one.Report?.Failure is { } before)
            return _books.Failed(ProbeOutcome.SendFailed, before, one.Report);
        var reason = lane.PauseReason;
        var until = _books.Wall.Now + lane.PauseLeft;
        return lane.PausedFor == SendAdvice.LoginRefused
            ? _books.Failed(ProbeOutcome.AuthenticationFailed, new(
                ProbeStage.Authentication,
                $"Not tried: the login was refused {SenderLane.RefusalsBeforePause} times in a row, and is tried again "
                + $"at {until:u}. The server said: {reason?.Text}",
                reason?.Code,
                reason?.EnhancedCode))
            : _books.Failed(ProbeOutcome.SkippedForBudget, new(
                reason?.Stage ?? ProbeStage.Connect,
                $"Not sent: the server asked for less, and is tried again at {until:u}. It said: {reason?.Text}",
                reason?.Code,
                reason?.EnhancedCode));
    }

    /// <summary>What limit is reached, in words; null for none.</summary>
    private async ValueTask<string?> OverLimitAsync(ProbeAccount account)
    {
        var now = _books.Wall.Now;
        foreach (var (limit, span, word) in ((int?, TimeSpan, string)[])
            [(account.Limits.PerHour, OneHour, "an hour"), (account.Limits.PerDay, OneDay, "a day")])
        {
            if (limit is not { } most)
                continue;
            var sent = await _books.Journal.SentSinceAsync(account.Name, now - span, CancellationToken.None);
            if (sent >= most)
                return $"Not sent: {account.Name} may send {most} mails in {word}, and has sent {sent}.";
        }

        return null;
    }

    private async ValueTask<int?> LeftAsync(ProbeAccount account, int? limit, TimeSpan span) => limit is { } most
        ? Math.Max(0, most - await _books.Journal.SentSinceAsync(
            account.Name, _books.Wall.Now - span, CancellationToken.None))
        : null;

    private async ValueTask BeginAsync(SenderLane lane, ProbeInFlight one)
    {
        await _books.Journal.BeginSendingAsync(one.Ticket.Id, _books.Wall.Now, CancellationToken.None);
        _books.Move(one, ProbeState.Sending);
        one.IsSending = true;
        _books.MailboxOf(one).Watch.Expect(one.Probe.Token);
        lane.Begin();
        _sending++;
        _ = Task.Run(() => SendAsync(lane, one));
    }

    private async Task SendAsync(SenderLane lane, ProbeInFlight one)
    {
        try
        {
            var mark = new ProbeMark(one.Probe.Token, one.Probe.Pair, _books.Time.GetUtcNow());
            var mail = ProbeMail.Write(mark, one.From, one.To, _books.Options.Mail, _books.Options.Key.Span);
            var report = await _sender.SendAsync(one.From, one.To, mail, _stop);
            _books.Loop.Post(() => SentAsync(lane, one, report));
        }
        catch (OperationCanceledException)
        {
            _books.Loop.Post(() => AbandonedAsync(lane, one));
        }
        catch (Exception unforeseen)
        {
            _books.Loop.Post(() => throw new UnreachableException("Sending reports what goes wrong.", unforeseen));
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
        if (_books.Runs.TryGetValue(one.Probe.Run, out var run))
            run.Note(one.From.Name, report);
        if (report.Transcript.Length > 0)
        {
            await _books.Journal.AddTranscriptAsync(
                one.Ticket.Id,
                one.From.Name,
                new KeptTranscript(
                    "smtp", report.Started, $"{one.From.Send}", report.Transcript,
                    report.Verdict != SendVerdict.Accepted),
                CancellationToken.None);
        }

        if (one.IsOpen)
            await JudgeAsync(lane, one, report);
        if (one.IsSettled)
            await _arrivals.SettleAsync(one);
        await PumpAsync();
    }

    private async ValueTask JudgeAsync(SenderLane lane, ProbeInFlight one, SendReport report)
    {
        if (report.Verdict == SendVerdict.Accepted)
        {
            one.Sent = new SentProbe(
                report.Started, _books.Wall.At(report.EndedAt),
                _books.Time.GetElapsedTime(report.StartedAt, report.EndedAt),
                report.Phases, report.Bytes, report.QueueId, one.Deferrals);
            await _books.Journal.SentAsync(one.Ticket.Id, one.Sent, CancellationToken.None);
            _books.Move(one, ProbeState.Sent);
            _arrivals.Watch(one, _books.Time.GetElapsedTime(report.EndedAt));
        }
        else if (one.Arrivals.Count > 0)
        {
            return; // It came all the same.
        }
        else if (report.Verdict == SendVerdict.Uncertain)
        {
            _books.Loop.After(_books.Options.Deadlines.Soft, () => one.IsOpen
                ? _books.ResolveAsync(one, _books.Failed(ProbeOutcome.SendFailed, report.Failure, report))
                : ValueTask.CompletedTask);
        }
        else if (report.Verdict == SendVerdict.Deferred && one.Deferrals++ == 0)
        {
            one.DueAt = _books.Time.GetTimestamp()
                + (long)(_books.Options.Deadlines.Retry.TotalSeconds * _books.Time.TimestampFrequency);
            lane.Waiting.AddFirst(one);
            _books.Loop.After(_books.Options.Deadlines.Retry, PumpAsync);
        }
        else
        {
            await _books.ResolveAsync(one, _books.Failed(
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

    private static readonly TimeSpan OneMinute = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan OneHour = TimeSpan.FromHours(1);

    private static readonly TimeSpan OneDay = TimeSpan.FromDays(1);
}

namespace Rockdove.Prober;

/// <summary>
/// The receiving half of a desk: recognises mails and reports that mailboxes tell of, and gives those an outcome that
/// do not come. Only the loop touches it.
/// </summary>
internal sealed class DeskArrivals(DeskBooks books)
{
    private readonly ArrivalReading _reading = new(books.Options.Deadlines, books.Time, books.Wall);

    /// <summary>Each server's clock as it was compared last.</summary>
    public IReadOnlyCollection<KeptClock> Clocks => _reading.Clocks.Known;

    /// <summary>Called with a probe that need not be sent any more.</summary>
    public required Action<ProbeInFlight> Gone { get; init; }

    /// <summary>Sets the deadlines of a mail that was handed in this long ago.</summary>
    public void Watch(ProbeInFlight one, TimeSpan ago)
    {
        var (soft, hard) = (books.Options.Deadlines.Soft, books.Options.Deadlines.Hard);
        if (one.State == ProbeState.Sent)
            books.MailboxOf(one).Watch.Expect(one.Probe.Token);
        if (one.State == ProbeState.Sent && soft < hard)
            books.Loop.After(soft - ago, () => SoftDeadlineAsync(one));
        books.Loop.After(hard - ago, () => HardDeadlineAsync(one));
    }

    public void Arrive(MailboxSide side, ProbeArrived arrived)
    {
        // A copy among what was sent, or in the bin, says nothing of its arrival.
        if (arrived.Place.Role is FolderRole.Sent or FolderRole.Trash
            || !books.Open.TryGetValue(arrived.Mark.Token, out var one) || one.Probe.Pair != arrived.Mark.Pair)
        {
            side.Delete(arrived.Place);
            return;
        }

        one.Arrivals.Add(arrived);
        one.Leaving.Add((side, arrived.Place));
        if (one.Arrivals.Count == 1)
        {
            var ago = books.Time.GetElapsedTime(arrived.Timestamp);
            books.Loop.After(books.Options.Deadlines.Settle - ago, () => SettleAsync(one));
        }
    }

    public ValueTask SettleAsync(ProbeInFlight one)
    {
        // It may be seen before its 250 is read, and that one says when the time began.
        one.IsSettled = true;
        if (!one.IsOpen || one.IsSending)
            return ValueTask.CompletedTask;
        Gone(one);
        return books.ResolveAsync(one, _reading.Resolve(one));
    }

    public async ValueTask BounceAsync(MailboxSide side, BounceArrived bounce)
    {
        if (!bounce.Action.Equals("failed", StringComparison.OrdinalIgnoreCase)
            || !books.Open.TryGetValue(bounce.Mark.Token, out var one) || one.Arrivals.Count > 0)
        {
            side.Delete(bounce.Place);
            return;
        }

        Gone(one);
        one.Leaving.Add((side, bounce.Place));
        var text = bounce.Diagnostic ?? "A report says that it could not be delivered, and not why.";
        await books.ResolveAsync(one, books.Failed(ProbeOutcome.Bounced, new(
            ProbeStage.Final,
            bounce.RemoteServer is { } server ? $"{server}: {text}" : text,
            EnhancedCode: bounce.Status)) with
        {
            Place = bounce.Place,
            Bounce = new KeptBounce(
                books.Wall.At(bounce.Timestamp), bounce.Status, bounce.Diagnostic, bounce.RemoteServer, bounce.Message),
        });
    }

    public async ValueTask HardDeadlineAsync(ProbeInFlight one)
    {
        if (!one.IsOpen || one.Arrivals.Count > 0)
            return;
        var side = books.MailboxOf(one);
        if (!side.IsKnown)
            one.IsPastHardDeadline = true;
        else if (side.Failure is { } closed)
            await books.ResolveAsync(one, books.Failed(ProbeOutcome.ReceiveFailed, closed));
        else if (one.Sent is null)
            await books.ResolveAsync(one, books.Failed(ProbeOutcome.Unknown, new(ProbeStage.Final, WasKilled)));
        else
            await books.ResolveAsync(one, new ProbeResolution(ProbeOutcome.Lost, books.Wall.Now) { Flags = one.Flags });
    }

    private async ValueTask SoftDeadlineAsync(ProbeInFlight one)
    {
        if (!one.IsOpen || one.Arrivals.Count > 0 || one.State != ProbeState.Sent)
            return;
        var side = books.MailboxOf(one);
        if (side.Failure is { } closed)
        {
            await books.ResolveAsync(one, books.Failed(ProbeOutcome.ReceiveFailed, closed));
            return;
        }

        await books.Journal.OverdueAsync(one.Ticket.Id, CancellationToken.None);
        books.Move(one, ProbeState.Overdue);
        side.Watch.Forget(one.Probe.Token); // It may still come, but nobody looks for it every second.
        one.Ticket.Told.TrySetResult(DeskBooks.Report(one, null));
    }

    private const string WasKilled = "The prober was stopped while it sent this, and the mail was never seen.";
}

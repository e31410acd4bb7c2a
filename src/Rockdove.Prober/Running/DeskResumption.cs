namespace Rockdove.Prober;

/// <summary>Takes up a probe that an earlier desk has left without an outcome.</summary>
internal static class DeskResumption
{
    public static async ValueTask ResumeAsync(
        OpenProbe left, DeskBooks books, DeskSending sending, DeskArrivals arrivals)
    {
        var pair = left.Probe.Pair;
        var ticket = new ProbeTicket(left.Id, left.Probe.Run, pair);
        books.Count(left.State);
        if (!sending.CanSend(pair.From)
            || !books.Accounts.TryGetValue(pair.To, out var to) || to.Receive is null)
        {
            // Nobody looks into that mailbox any more.
            await books.Journal.ResolveAsync(
                left.Id,
                books.Failed(ProbeOutcome.Unknown, new(
                    ProbeStage.Poll, $"The configuration has no {pair} any more, so nobody looks for it.")),
                CancellationToken.None);
            books.Count(left.State, ProbeState.Resolved);
            return;
        }

        var one = new ProbeInFlight(ticket, left.Probe, books.Accounts[pair.From], to)
        {
            State = left.State,
            Started = left.Started,
            Flags = ProbeFlags.Resumed,
            DueAt = books.Time.GetTimestamp(),
        };
        books.Open.Add(left.Probe.Token, one);
        if (left.State == ProbeState.Queued)
        {
            one.Flags = ProbeFlags.None; // It was never sent, so its times will be whole.
            sending.Add(one);
            return;
        }

        if (left.Accepted is { } accepted)
        {
            one.Sent = new SentProbe(
                left.Started ?? accepted, accepted, accepted - (left.Started ?? accepted), [], 0, null, 0);
        }

        arrivals.Watch(one, books.Wall.Now - (left.Accepted ?? left.Started ?? left.Probe.Due));
    }
}

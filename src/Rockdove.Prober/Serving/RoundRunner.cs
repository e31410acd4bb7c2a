using Microsoft.Extensions.Logging;

namespace Rockdove.Prober;

/// <summary>Hands each round of a schedule to a desk when it is due. A run is a matrix: all rounds, once.</summary>
internal sealed class RoundRunner(
    ProbeDesk desk, RoundSchedule schedule, SqliteProbeJournal journal, ProberMetrics metrics, TimeProvider time,
    ILogger log)
{
    private readonly Dictionary<ProbePair, ProbeTicket> _newest = [];
    private List<ProbeTicket> _tickets = []; // Of the run that goes on.
    private DateTimeOffset? _begun; // When the run began; null when an earlier process has begun it.

    /// <summary>Goes on until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        await desk.MailboxesAsync(stop);
        while (true)
        {
            if (schedule.Take(time.GetUtcNow()) is { } due)
                await BeginAsync(due, stop);
            // In steps, since wall clocks are set and machines sleep.
            // Up to whole milliseconds, since a delay leaves out what is less and would come too early.
            var wait = TimeSpan.FromMilliseconds(Math.Ceiling(schedule.Wait(time.GetUtcNow()).TotalMilliseconds));
            await Task.Delay(wait < LongestStep ? wait : LongestStep, time, stop);
        }
    }

    private async Task BeginAsync(DueRound due, CancellationToken stop)
    {
        var run = due.Run;
        if (run == 0)
        {
            (run, _begun, _tickets) = (await desk.BeginRunAsync("schedule", null, stop), time.GetUtcNow(), []);
            log.RunBegins(run, schedule.Rounds.Sum(round => round.Count), schedule.Rounds.Count);
        }

        // Kept before it is begun: a process that is killed meanwhile leaves a round out rather than send it twice.
        schedule.Belong(run);
        await journal.KeepAsync(schedule.Place, stop);
        metrics.SchedulerLate(due.Lag);
        foreach (var pair in due.Pairs)
        {
            if (_newest.TryGetValue(pair, out var before) && !before.HasBegun)
            {
                log.StillWaiting(pair);
                continue;
            }

            _tickets.Add(_newest[pair] = await desk.PlaceAsync(run, pair, stop));
        }

        if (due.IsLast)
            _ = EndAsync(run, _begun, _tickets, stop);
    }

    /// <summary>A run has ended when there is something to say of each of its mails.</summary>
    private async Task EndAsync(
        long run, DateTimeOffset? begun, IReadOnlyList<ProbeTicket> tickets, CancellationToken stop)
    {
        try
        {
            await Task.WhenAll(tickets.Select(ticket => ticket.Verdict)).WaitAsync(stop);
            if (begun is { } since)
                metrics.RunEnded(time.GetUtcNow() - since);
            log.RunEnded(run, await desk.EndRunAsync(run, stop));
        }
        catch (Exception over) when (over is OperationCanceledException or InvalidOperationException)
        {
            // It stops, or the desk is broken, which is told elsewhere: the run has no end then.
        }
    }

    /// <summary>A clock that was set and a machine that slept are noticed after this long.</summary>
    private static readonly TimeSpan LongestStep = TimeSpan.FromMinutes(1);
}

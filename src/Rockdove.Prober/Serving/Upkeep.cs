using Microsoft.Extensions.Logging;

namespace Rockdove.Prober;

/// <summary>What is done by the minute and by the hour beside probes.</summary>
internal sealed class Upkeep(
    ProbeDesk desk, AlertDesk alerts, SqliteProbeJournal journal, ProberMetrics metrics,
    ProberConfiguration configuration, TimeProvider time, ILogger log)
{
    private readonly Dictionary<(string Host, string Method), KeptClock> _clocks = [];

    /// <summary>Each minute: silence and reminders, what senders may still send, clocks that are off.</summary>
    public async Task EachMinuteAsync(CancellationToken stop)
    {
        while (true)
        {
            foreach (var sender in await desk.SendersAsync())
                Tell(sender);
            foreach (var account in configuration.Accounts)
            {
                if (account.Login is IExpiringLogin { Expires: { } expires })
                    metrics.TokenExpires(account.Name, expires);
            }

            foreach (var clock in await desk.ClocksAsync())
                await KeepAsync(clock, stop);
            await Task.Delay(Minute, time, stop);
            await alerts.TickAsync(stop);
        }
    }

    /// <summary>Each hour: mails that nobody has deleted yet, and results that are old.</summary>
    public async Task EachHourAsync(CancellationToken stop)
    {
        await desk.MailboxesAsync(stop);
        while (true)
        {
            await Task.WhenAll(ReapAsync(stop), journal.RetainAsync(time.GetUtcNow(), stop).AsTask());
            await Task.Delay(Hour, time, stop);
        }
    }

    private async Task ReapAsync(CancellationToken stop)
    {
        // Each mail has had its time to be seen by then. A mailbox that is closed is not waited for.
        using var patience = new CancellationTokenSource(Hour / 2, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        try
        {
            foreach (var (account, report) in await desk.ReapAsync(
                configuration.Deadlines.Soft + Hour, both.Token))
                log.Reaped(account, report.Examined, report.Found, report.Removed);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // Its turn comes when the mailbox is open.
        }
    }

    /// <summary>Once a day, and when it has moved by more than one can be wrong about it.</summary>
    private async Task KeepAsync(KeptClock clock, CancellationToken stop)
    {
        var key = (clock.Host, clock.Method);
        if (_clocks.TryGetValue(key, out var kept) && clock.At - kept.At < Day
            && (clock.Offset - kept.Offset).Duration() <= clock.Error + kept.Error)
            return;
        _clocks[key] = clock;
        await journal.KeepAsync(clock, stop);
    }

    private void Tell(SenderState sender)
    {
        metrics.Paused(sender.Account, "login_refused", sender.PausedFor == SendAdvice.LoginRefused);
        metrics.Paused(sender.Account, "slow_down", sender.PausedFor == SendAdvice.SlowDown);
        foreach (var (window, left) in ((string, int?)[])
            [("minute", sender.MinuteLeft), ("hour", sender.HourLeft), ("day", sender.DayLeft)])
        {
            if (left is { } known)
                metrics.BudgetSeen(sender.Account, window, known);
        }
    }

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
}

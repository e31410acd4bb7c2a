using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Rockdove.Prober;

/// <summary>
/// Tells the channels of a rule, each on its own, and again after a pause that grows where it does not work. Each
/// attempt is kept.
/// </summary>
/// <param name="channels">By their names.</param>
/// <param name="journal">Keeps the attempts.</param>
/// <param name="clock">By which the pauses are.</param>
/// <param name="log">Hears of each attempt that fails.</param>
internal sealed class AlertNotifier(
    IReadOnlyDictionary<string, IAlertChannel> channels, SqliteProbeJournal journal, TimeProvider clock,
    ILogger log)
{
    /// <summary>Completes when all have been told, or given up.</summary>
    public Task NotifyAsync(IEnumerable<string> names, AlertNotice notice, CancellationToken cancellationToken) =>
        Task.WhenAll(names.Select(name => TellAsync(name, notice, cancellationToken)));

    private async Task TellAsync(string name, AlertNotice notice, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var error = await TryAsync(name, notice, cancellationToken).ConfigureAwait(false);
            await journal.KeepAsync(
                new NotificationEntry(
                    notice.Alert, name, notice.Event, attempt, clock.GetUtcNow(), error is null, error),
                cancellationToken).ConfigureAwait(false);
            if (error is not null)
                log.NotTold(name, notice.Alert, notice.Event, attempt, Pauses.Length + 1, error);
            if (error is null || attempt > Pauses.Length)
                return;
            await Task.Delay(Pauses[attempt - 1], clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<string?> TryAsync(string name, AlertNotice notice, CancellationToken cancellationToken)
    {
        if (!channels.TryGetValue(name, out var channel))
            return string.Create(CultureInfo.InvariantCulture, $"There is no channel called {name}.");
        try
        {
            await channel.SendAsync(notice, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (AlertNotSentException error)
        {
            return error.Message;
        }
    }

    /// <summary>
    /// What is down for a moment is up by the second attempt; after half an hour a reminder is what helps.
    /// </summary>
    internal static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(20),
    ];
}

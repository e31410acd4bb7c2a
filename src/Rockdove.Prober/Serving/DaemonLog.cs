using Microsoft.Extensions.Logging;

namespace Rockdove.Prober;

/// <summary>What a prober that goes on tells whoever runs it.</summary>
internal static partial class DaemonLog
{
    [LoggerMessage(1, LogLevel.Information, "Run {Run} begins: {Pairs} pairs in {Rounds} rounds")]
    public static partial void RunBegins(this ILogger log, long run, int pairs, int rounds);

    [LoggerMessage(2, LogLevel.Information, "Run {Run} has ended{Flags}")]
    private static partial void HasEnded(this ILogger log, long run, string flags);

    public static void RunEnded(this ILogger log, long run, RunFlags flags)
    {
        if (log.IsEnabled(LogLevel.Information))
            log.HasEnded(run, flags == RunFlags.None ? "" : $" ({flags})");
    }

    [LoggerMessage(3, LogLevel.Warning, "No probe of {Pair} in this round: the one before still waits to be sent")]
    public static partial void StillWaiting(this ILogger log, ProbePair pair);

    [LoggerMessage(4, LogLevel.Debug, "{Pair}: {Outcome}{Rest}")]
    private static partial void HasEnded(this ILogger log, ProbePair pair, string outcome, string rest);

    /// <summary>What there is none of has no word.</summary>
    public static void Ended(
        this ILogger log, ProbePair pair, string outcome, TimeSpan? delivery, string? reason)
    {
        if (!log.IsEnabled(LogLevel.Debug))
            return;
        var time = delivery is null ? "" : $" {delivery:c}";
        log.HasEnded(pair, outcome, reason is null ? time : $"{time} {reason}");
    }

    [LoggerMessage(5, LogLevel.Warning, "{Account}: the mailbox cannot be looked into: {Reason}")]
    public static partial void MailboxFailed(this ILogger log, string account, string reason);

    [LoggerMessage(6, LogLevel.Warning, "{Account}: a mail of ours stays: {Reason}")]
    public static partial void MailKept(this ILogger log, string account, string reason);

    [LoggerMessage(7, LogLevel.Debug, "{Account}: of {Examined} messages {Found} were ours and old; {Removed} removed")]
    public static partial void Reaped(this ILogger log, string account, int examined, int found, int removed);

    [LoggerMessage(8, LogLevel.Debug, "{Target} was checked: {Worst}")]
    public static partial void Checked(this ILogger log, string target, string worst);

    [LoggerMessage(9, LogLevel.Warning, "Alert {Alert} of rule {Rule}, {Event}: {Text}")]
    public static partial void AlertGoesOn(this ILogger log, long alert, string rule, string @event, string text);

    [LoggerMessage(10, LogLevel.Information, "Alert {Alert} of rule {Rule}, {Event}: {Text}")]
    public static partial void AlertRecovered(this ILogger log, long alert, string rule, string @event, string text);

    [LoggerMessage(11, LogLevel.Information,
        "Alert {Alert} of rule {Rule}, superseded: another one tells of {Subject}")]
    public static partial void AlertSuperseded(this ILogger log, long alert, string rule, string subject);

    [LoggerMessage(12, LogLevel.Warning,
        "Channel {Channel} could not tell of alert {Alert}, {Event}, in attempt {Attempt} of {Attempts}: {Reason}")]
    public static partial void NotTold(
        this ILogger log, string channel, long alert, string @event, int attempt, int attempts, string reason);
}

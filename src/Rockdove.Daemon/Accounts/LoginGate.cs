using System.Net;
using Microsoft.Extensions.Logging;

namespace Rockdove.Daemon;

/// <summary>What the throttle says, done: attempts wait, are turned away, logged and counted.</summary>
internal sealed partial class LoginGate(
    LoginThrottle throttle, DaemonMetrics metrics, TimeProvider time, ILogger log)
{
    /// <summary>Waits as long as the throttle wants, and counts the attempt; false when it may not be made.</summary>
    public async ValueTask<bool> EnterAsync(Visit visit, string identity)
    {
        var (lockOut, delay) = throttle.Look(visit.Client, identity);
        if (lockOut != LockOut.None)
        {
            metrics.OnTurnedAway(lockOut);
            return false;
        }

        // Counted before the wait: many connections at once are no way round it.
        var lockedOut = throttle.Fail(visit.Client, identity);
        if (lockedOut != LockOut.None)
            metrics.OnLockOut(lockedOut);
        switch (lockedOut)
        {
            case LockOut.Client:
                ClientLockedOut(log, $"{visit.Client}");
                break;
            case LockOut.Account:
                AccountLockedOut(log, identity, $"{visit.Client}");
                break;
        }

        visit.Items[Counted] = true;
        if (delay > TimeSpan.Zero)
            await Task.Delay(delay, time, visit.Aborted);
        return true;
    }

    /// <summary>Somebody is in.</summary>
    public void Succeed(Visit visit, string identity) =>
        throttle.Succeed(visit.Client, identity, visit.Items.Remove(Counted));

    private static readonly object Counted = new();

    [LoggerMessage(40, LogLevel.Information, "{Client} is locked out after too many failed logins")]
    private static partial void ClientLockedOut(ILogger log, string client);

    [LoggerMessage(
        41, LogLevel.Information,
        "The account '{Account}' is locked after too many failed logins, the last from {Client}")]
    private static partial void AccountLockedOut(ILogger log, string account, string client);
}

/// <summary>The connection that somebody wants to log in on.</summary>
/// <param name="Items">Kept for the connection.</param>
/// <param name="Client">Where it comes from.</param>
/// <param name="Aborted">Nobody waits for the answer any more.</param>
internal readonly record struct Visit(
    IDictionary<object, object?> Items, IPAddress? Client, CancellationToken Aborted);

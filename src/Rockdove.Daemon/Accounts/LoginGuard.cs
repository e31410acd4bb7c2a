using System.Net;
using Microsoft.Extensions.Logging;

namespace Rockdove.Daemon;

/// <summary>
/// Stands in front of every login, of whatever protocol: it waits, refuses, and counts. An attempt is counted as it
/// begins and taken back when it succeeds, since of a wrong proof nobody is told but the engine.
/// </summary>
internal sealed partial class LoginGuard(LoginThrottle throttle, TimeProvider time, ILogger log)
{
    /// <summary>Waits as long as the throttle wants, and counts the attempt; false when it may not be made.</summary>
    public async ValueTask<bool> EnterAsync(
        IDictionary<object, object?> items, IPAddress? client, string identity, CancellationToken cancellationToken)
    {
        var (lockOut, delay) = throttle.Look(client, identity);
        if (lockOut != LockOut.None)
            return false;
        // Counted before the wait: many connections at once are no way round it.
        switch (throttle.Fail(client, identity))
        {
            case LockOut.Client:
                ClientLockedOut(log, $"{client}");
                break;
            case LockOut.Account:
                AccountLockedOut(log, identity, $"{client}");
                break;
        }

        items[Counted] = true;
        if (delay > TimeSpan.Zero)
            await Task.Delay(delay, time, cancellationToken);
        return true;
    }

    /// <summary>Somebody is in.</summary>
    public void Succeed(IDictionary<object, object?> items, IPAddress? client, string identity) =>
        throttle.Succeed(client, identity, items.Remove(Counted));

    private static readonly object Counted = new();

    [LoggerMessage(40, LogLevel.Information, "{Client} is locked out after too many failed logins")]
    private static partial void ClientLockedOut(ILogger log, string client);

    [LoggerMessage(
        41, LogLevel.Information,
        "The account '{Account}' is locked after too many failed logins, the last from {Client}")]
    private static partial void AccountLockedOut(ILogger log, string account, string client);
}

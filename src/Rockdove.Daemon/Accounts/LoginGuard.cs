using System.Net;
using Microsoft.Extensions.Logging;
using Rockdove.Hosting;
using Rockdove.Pop3;
using Rockdove.Smtp;
using Rockdove.Wire;

namespace Rockdove.Daemon;

/// <summary>
/// Middleware in front of every login, of whatever protocol: it waits, refuses, and counts. A mechanism with a proof is
/// counted as it begins, since its failure is the engine's and nobody is asked about it.
/// </summary>
internal sealed partial class LoginGuard(LoginThrottle throttle, TimeProvider time, ILogger log)
{
    public async ValueTask<SmtpReply?> AnswerAsync(SmtpContext context, SmtpDelegate next)
    {
        var client = context.Session.ClientAddress;
        switch (context.Question)
        {
            case SecretQuestion question:
                return await EnterAsync(context.Items, client, question.Identity, context.Aborted)
                    ? await next(context)
                    : TooManyFailures;
            case AuthQuestion { Credentials: { Kind: CredentialKind.Proved } proved }:
                return Leave(context.Items, client, proved.Identity, await next(context), reply => reply.IsPositive);
            case AuthQuestion { Credentials: var credentials }:
                if (!await EnterAsync(context.Items, client, credentials.Identity, context.Aborted))
                    return TooManyFailures;
                return Leave(
                    context.Items, client, credentials.Identity, await next(context), reply => reply.IsPositive);
            default:
                return await next(context);
        }
    }

    public async ValueTask<Pop3Reply?> AnswerAsync(Pop3Context context, Pop3Delegate next)
    {
        var client = context.Session.ClientAddress;
        switch (context.Question)
        {
            case Pop3SecretQuestion question:
                return await EnterAsync(context.Items, client, question.Identity, context.Aborted)
                    ? await next(context)
                    : TooManyPop3Failures;
            case LoginQuestion { Credentials: { Kind: CredentialKind.Proved } proved }:
                return Leave(context.Items, client, proved.Identity, await next(context), reply => reply.IsPositive);
            case LoginQuestion { Credentials: var credentials }:
                if (!await EnterAsync(context.Items, client, credentials.Identity, context.Aborted))
                    return TooManyPop3Failures;
                return Leave(
                    context.Items, client, credentials.Identity, await next(context), reply => reply.IsPositive);
            default:
                return await next(context);
        }
    }

    /// <summary>Waits as long as the throttle wants, and counts the attempt; false when it may not be made.</summary>
    private async ValueTask<bool> EnterAsync(
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

    private T? Leave<T>(
        IDictionary<object, object?> items, IPAddress? client, string identity, T? reply, Func<T, bool> isPositive)
        where T : class
    {
        if (reply is not null && isPositive(reply))
            throttle.Succeed(client, identity, items.Remove(Counted));
        return reply;
    }

    private static readonly object Counted = new();

    private static readonly SmtpReply TooManyFailures =
        new(454, "4.7.0", "Too many failed logins, try again later");

    private static readonly Pop3Reply TooManyPop3Failures =
        Pop3Reply.Error("Too many failed logins, try again later", "SYS/TEMP");

    [LoggerMessage(40, LogLevel.Information, "{Client} is locked out after too many failed logins")]
    private static partial void ClientLockedOut(ILogger log, string client);

    [LoggerMessage(
        41, LogLevel.Information, "The account '{Account}' is locked after too many failed logins, the last from {Client}")]
    private static partial void AccountLockedOut(ILogger log, string account, string client);
}

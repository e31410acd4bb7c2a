using Rockdove.Hosting;
using Rockdove.Imap;
using Rockdove.Pop3;
using Rockdove.Smtp;
using Rockdove.Wire;

namespace Rockdove.Daemon;

/// <summary>
/// Stands in front of every login, as middleware of each protocol: it waits, refuses, and counts. An attempt is counted
/// as it begins and taken back when it succeeds, since of a wrong proof nobody is told but the engine.
/// </summary>
internal sealed class LoginGuard(LoginGate gate)
{
    public ValueTask<SmtpReply?> AnswerAsync(SmtpContext context, SmtpDelegate next)
    {
        var visit = new Visit(context.Items, context.Session.ClientAddress, context.Aborted);
        return context.Question switch
        {
            Smtp.SecretQuestion { Identity: var identity } =>
                SecretAsync(visit, identity, () => next(context), SmtpTooMany),
            Smtp.AuthQuestion { Credentials: var credentials } =>
                LoginAsync(visit, credentials, () => next(context), reply => reply.IsPositive, SmtpTooMany),
            _ => next(context),
        };
    }

    public ValueTask<Pop3Reply?> AnswerAsync(Pop3Context context, Pop3Delegate next)
    {
        var visit = new Visit(context.Items, context.Session.ClientAddress, context.Aborted);
        return context.Question switch
        {
            Pop3SecretQuestion { Identity: var identity } =>
                SecretAsync(visit, identity, () => next(context), Pop3TooMany),
            LoginQuestion { Credentials: var credentials } =>
                LoginAsync(visit, credentials, () => next(context), reply => reply.IsPositive, Pop3TooMany),
            _ => next(context),
        };
    }

    public ValueTask<ImapReply?> AnswerAsync(ImapContext context, ImapDelegate next)
    {
        var visit = new Visit(context.Items, context.Session.ClientAddress, context.Aborted);
        return context.Question switch
        {
            Imap.SecretQuestion { Identity: var identity } =>
                SecretAsync(visit, identity, () => next(context), ImapTooMany),
            Imap.AuthQuestion { Credentials: var credentials } =>
                LoginAsync(visit, credentials, () => next(context), reply => reply.IsOk, ImapTooMany),
            _ => next(context),
        };
    }

    private async ValueTask<TReply?> SecretAsync<TReply>(
        Visit visit, string identity, Func<ValueTask<TReply?>> next, TReply tooMany) where TReply : class =>
        await gate.EnterAsync(visit, identity) ? await next() : tooMany;

    private async ValueTask<TReply?> LoginAsync<TReply>(
        Visit visit, Credentials credentials, Func<ValueTask<TReply?>> next, Func<TReply, bool> letsIn, TReply tooMany)
        where TReply : class
    {
        if (credentials.Kind != CredentialKind.Proved // That one was counted when its secret was asked for.
            && !await gate.EnterAsync(visit, credentials.Identity))
            return tooMany;
        var reply = await next();
        if (reply is not null && letsIn(reply))
            gate.Succeed(visit, credentials.Identity);
        return reply;
    }

    private static readonly SmtpReply SmtpTooMany = new(454, "4.7.0", TooMany);
    private static readonly Pop3Reply Pop3TooMany = Pop3Reply.Error(TooMany, "SYS/TEMP");
    private static readonly ImapReply ImapTooMany = ImapReply.No(TooMany, "UNAVAILABLE");

    private const string TooMany = "Too many failed logins, try again later";
}

using Rockdove.Hosting;
using Rockdove.Imap;
using Rockdove.Wire;

namespace Rockdove.Daemon;

/// <summary>The guard of logins as middleware of IMAP.</summary>
internal sealed class ImapLoginGuard(LoginGuard guard)
{
    public async ValueTask<ImapReply?> AnswerAsync(ImapContext context, ImapDelegate next)
    {
        var client = context.Session.ClientAddress;
        switch (context.Question)
        {
            case SecretQuestion question:
                return await guard.EnterAsync(context.Items, client, question.Identity, context.Aborted)
                    ? await next(context)
                    : TooManyFailures;
            case AuthQuestion { Credentials: var credentials }:
                if (credentials.Kind != CredentialKind.Proved // That one was counted when its secret was asked for.
                    && !await guard.EnterAsync(context.Items, client, credentials.Identity, context.Aborted))
                    return TooManyFailures;
                var reply = await next(context);
                if (reply is { IsOk: true })
                    guard.Succeed(context.Items, client, credentials.Identity);
                return reply;
            default:
                return await next(context);
        }
    }

    private static readonly ImapReply TooManyFailures =
        ImapReply.No("Too many failed logins, try again later", "UNAVAILABLE");
}

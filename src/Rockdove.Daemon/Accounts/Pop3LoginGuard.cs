using Rockdove.Hosting;
using Rockdove.Pop3;
using Rockdove.Wire;

namespace Rockdove.Daemon;

/// <summary>The guard of logins as middleware of POP3.</summary>
internal sealed class Pop3LoginGuard(LoginGuard guard)
{
    public async ValueTask<Pop3Reply?> AnswerAsync(Pop3Context context, Pop3Delegate next)
    {
        var client = context.Session.ClientAddress;
        switch (context.Question)
        {
            case Pop3SecretQuestion question:
                return await guard.EnterAsync(context.Items, client, question.Identity, context.Aborted)
                    ? await next(context)
                    : TooManyFailures;
            case LoginQuestion { Credentials: var credentials }:
                if (credentials.Kind != CredentialKind.Proved // That one was counted when its secret was asked for.
                    && !await guard.EnterAsync(context.Items, client, credentials.Identity, context.Aborted))
                    return TooManyFailures;
                var reply = await next(context);
                if (reply is { IsPositive: true })
                    guard.Succeed(context.Items, client, credentials.Identity);
                return reply;
            default:
                return await next(context);
        }
    }

    private static readonly Pop3Reply TooManyFailures =
        Pop3Reply.Error("Too many failed logins, try again later", "SYS/TEMP");
}

using Microsoft.Extensions.Logging;
using Rockdove.Smtp;

namespace Rockdove.Hosting;

/// <summary>The end of the middleware chain: calls the handler's method for the question.</summary>
internal sealed class HandlerTerminal(SmtpHandler handler, CertificateSource? certificate, ILogger log)
{
    public ValueTask<SmtpReply?> AnswerAsync(SmtpContext context) => context.Question switch
    {
        ConnectQuestion question => handler.ConnectAsync(context, question),
        HelloQuestion question => handler.HelloAsync(context, question),
        SecretQuestion question => FindSecretAsync(context, question),
        AuthQuestion question => handler.AuthenticateAsync(context, question),
        MailQuestion question => handler.MailAsync(context, question),
        RecipientQuestion question => handler.RecipientAsync(context, question),
        VerifyQuestion question => handler.VerifyAsync(context, question),
        ExpandQuestion question => handler.ExpandAsync(context, question),
        DataQuestion question => ReceiveAsync(context, question),
        MessageQuestion question => handler.MessageAsync(context, question),
        StartTlsQuestion => StartTlsAsync(context),
        _ => handler.AnswerAsync(context),
    };

    /// <summary>RFC 3207 section 4: better a 454 now than a handshake that cannot succeed.</summary>
    private async ValueTask<SmtpReply?> StartTlsAsync(SmtpContext context)
    {
        if (await handler.AnswerAsync(context) is { } reply)
            return reply;
        try
        {
            certificate?.Current();
            return null;
        }
        catch (CertificateException unusable)
        {
            SessionLog.NoCertificate(log, unusable.Message, "454");
            return SmtpReplies.TlsUnavailable;
        }
    }

    private async ValueTask<SmtpReply?> FindSecretAsync(SmtpContext context, SecretQuestion question)
    {
        context.Secret = await handler.FindSecretAsync(context, question);
        return null;
    }

    private async ValueTask<SmtpReply?> ReceiveAsync(SmtpContext context, DataQuestion question)
    {
        var reception = await handler.ReceiveAsync(context, question);
        context.Sink = reception.Sink;
        return reception.Refusal;
    }
}

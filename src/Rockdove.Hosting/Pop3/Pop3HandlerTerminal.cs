using Microsoft.Extensions.Logging;
using Rockdove.Pop3;

namespace Rockdove.Hosting;

/// <summary>
/// The end of the middleware chain: calls the method for the question, of the handler or the maildrop.
/// </summary>
internal sealed class Pop3HandlerTerminal(Pop3Handler handler, CertificateSource? certificate, ILogger log)
{
    public ValueTask<Pop3Reply?> AnswerAsync(Pop3Context context) => context.Question switch
    {
        Pop3ConnectQuestion question => handler.ConnectAsync(context, question),
        Pop3SecretQuestion question => FindSecretAsync(context, question),
        LoginQuestion question => handler.LogInAsync(context, question),
        MaildropQuestion question => OpenAsync(context, question),
        RetrieveQuestion question => RetrieveAsync(context, question),
        UpdateQuestion question => UpdateAsync(context, question),
        Pop3TlsQuestion => StartTlsAsync(context),
        _ => handler.AnswerAsync(context),
    };

    /// <summary>Better a refusal now than a handshake that cannot succeed.</summary>
    private async ValueTask<Pop3Reply?> StartTlsAsync(Pop3Context context)
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
            SessionLog.NoCertificate(log, unusable.Message, "-ERR");
            return Pop3Replies.TlsUnavailable;
        }
    }

    private async ValueTask<Pop3Reply?> FindSecretAsync(Pop3Context context, Pop3SecretQuestion question)
    {
        context.Secret = await handler.FindSecretAsync(context, question);
        return null;
    }

    private async ValueTask<Pop3Reply?> OpenAsync(Pop3Context context, MaildropQuestion question)
    {
        var admission = await handler.OpenAsync(context, question);
        context.Maildrop = admission.Maildrop;
        return admission.Refusal;
    }

    private static async ValueTask<Pop3Reply?> RetrieveAsync(Pop3Context context, RetrieveQuestion question)
    {
        var retrieval = await context.Maildrop!.OpenAsync(context, question, context.Aborted);
        context.Source = retrieval.Source;
        return retrieval.Refusal;
    }

    private static async ValueTask<Pop3Reply?> UpdateAsync(Pop3Context context, UpdateQuestion question) =>
        await context.Maildrop!.UpdateAsync(question.Maildrop, context.Aborted) ?? Pop3Replies.Bye;
}

using Microsoft.Extensions.Logging;
using Rockdove.Imap;

namespace Rockdove.Hosting;

/// <summary>The end of the middleware chain: calls the method for the question, of the handler or the sink.</summary>
internal sealed class ImapHandlerTerminal(
    ImapHandler handler, ImapServerOptions options, CompressionSlots compression, ILogger log)
{
    public ValueTask<ImapReply?> AnswerAsync(ImapContext context) => context.Question switch
    {
        ConnectQuestion question => handler.ConnectAsync(context, question),
        StartTlsQuestion => StartTlsAsync(context),
        SecretQuestion or AuthQuestion when options.RequiresTls && !context.Session.IsSecure =>
            new(ImapReplies.PrivacyRequired),
        SecretQuestion question => FindSecretAsync(context, question),
        AuthQuestion question => handler.LogInAsync(context, question),
        IdQuestion question => handler.IdentifyAsync(context, question),
        SelectQuestion question => handler.SelectAsync(context, question),
        CloseQuestion question => handler.CloseAsync(context, question),
        ListQuestion question => handler.ListAsync(context, question),
        StatusQuestion question => handler.StatusAsync(context, question),
        CreateQuestion question => handler.CreateAsync(context, question),
        DeleteQuestion question => handler.DeleteAsync(context, question),
        RenameQuestion question => handler.RenameAsync(context, question),
        SubscribeQuestion question => handler.SubscribeAsync(context, question),
        AppendQuestion { Index: > 0 } question => context.Sink!.NextAsync(question, context.Aborted),
        AppendQuestion question => handler.AppendAsync(context, question),
        MessageQuestion => CompleteAsync(context),
        SyncQuestion question => handler.SyncAsync(context, question),
        FetchQuestion question => handler.FetchAsync(context, question),
        StoreQuestion question => handler.StoreAsync(context, question),
        SearchQuestion question => handler.SearchAsync(context, question),
        CopyQuestion question => handler.CopyAsync(context, question),
        ExpungeQuestion question => handler.ExpungeAsync(context, question),
        SortQuestion question => handler.SortAsync(context, question),
        ThreadQuestion question => handler.ThreadAsync(context, question),
        QuotaQuestion question => handler.QuotaAsync(context, question),
        QuotaRootQuestion question => handler.QuotaRootAsync(context, question),
        SetQuotaQuestion question => handler.SetQuotaAsync(context, question),
        MetadataQuestion question => handler.MetadataAsync(context, question),
        SetMetadataQuestion question => handler.SetMetadataAsync(context, question),
        NotifyQuestion question => handler.NotifyAsync(context, question),
        WatchQuestion question => handler.WatchAsync(context, question),
        CompressQuestion => CompressAsync(context),
        _ => handler.AnswerAsync(context),
    };

    /// <summary>Better a refusal now than a handshake that cannot succeed.</summary>
    private async ValueTask<ImapReply?> StartTlsAsync(ImapContext context)
    {
        if (await handler.AnswerAsync(context) is { } reply)
            return reply;
        try
        {
            options.Certificate?.Current();
            return null;
        }
        catch (CertificateException unusable)
        {
            SessionLog.NoCertificate(log, unusable.Message, "NO");
            return ImapReplies.NoTls;
        }
    }

    /// <summary>A handler may say NO; otherwise it is a question of room.</summary>
    private async ValueTask<ImapReply?> CompressAsync(ImapContext context) =>
        await handler.AnswerAsync(context) is { IsOk: false } refusal ? refusal : compression.Answer(context);

    private async ValueTask<ImapReply?> FindSecretAsync(ImapContext context, SecretQuestion question)
    {
        context.Secret = await handler.FindSecretAsync(context, question);
        return null;
    }

    private static async ValueTask<ImapReply?> CompleteAsync(ImapContext context) =>
        await context.Sink!.CompleteAsync(context.Aborted);
}

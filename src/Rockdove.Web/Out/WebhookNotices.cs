using System.Text.Json;
using Rockdove.Catcher;
using Rockdove.Mime;

namespace Rockdove.Web;

/// <summary>Writes what webhooks are told.</summary>
public static class WebhookNotices
{
    /// <summary>For <see cref="MailOut.StartAsync"/>.</summary>
    public static WebhookWriter WriterFor(CaughtMail mail) =>
        (webhook, message, cancellationToken) => WriteAsync(mail, webhook, message, cancellationToken);

    private static async ValueTask<ReadOnlyMemory<byte>?> WriteAsync(
        CaughtMail mail, CatcherWebhook webhook, CaughtMessage message, CancellationToken cancellationToken)
    {
        if (await mail.ReadAsync(message.Id, cancellationToken) is not { } octets)
            return null;
        if (webhook.Body == WebhookBody.Mailpit)
        {
            var summary = MessageReading.Summary(message, MimeMessage.Read(octets)) with { Tags = message.Tags };
            return JsonSerializer.SerializeToUtf8Bytes(summary, MailpitJson.Default.MessageSummaryShape);
        }

        var scope = new MailScope(mail, null);
        var notice = new WebhookNoticeShape { Event = "message", Webhook = webhook.Target.Name };
        notice = webhook.Body switch
        {
            WebhookBody.Summary => notice with
            {
                Summary = await scope.SummaryAsync(message.Row, cancellationToken),
            },
            _ => notice with
            {
                Message = await scope.MessageAsync(message.Row, cancellationToken),
                Raw = webhook.Body == WebhookBody.Raw ? octets.ToArray() : null,
            },
        };
        return notice is { Summary: null, Message: null }
            ? (ReadOnlyMemory<byte>?)null
            : JsonSerializer.SerializeToUtf8Bytes(notice, WebhookJson.Default.WebhookNoticeShape);
    }
}

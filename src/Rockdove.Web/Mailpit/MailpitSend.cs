using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Rockdove.Catcher;
using Rockdove.Mime;
using Rockdove.Storage;

namespace Rockdove.Web;

/// <summary>Mail that is sent to the catcher by HTTP: written here, and kept as if it had come by SMTP.</summary>
internal sealed class MailpitSend(CaughtMail mail)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/v1/send", SendAsync);

    private async Task SendAsync(HttpContext context)
    {
        try
        {
            var sent = await ReadAsync(context);
            var now = mail.Time.GetUtcNow();
            var draft = SentDraft.Of(sent, now);
            var message = MessageWriter.Write(draft);
            if (message.Length > mail.MessageBytes)
            {
                await FailAsync(context, 413, TooLarge);
                return;
            }

            var envelope = Envelope(context, sent, draft, now);
            var id = await mail.DepositAsync(
                message, envelope, Tags(sent.Tags ?? [], envelope, message), context.RequestAborted);
            await MailpitAnswers.JsonAsync(context, new SentShape($"{id}"), MailpitJson.Default.SentShape);
        }
        catch (BadHttpRequestException error) when (error.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            await FailAsync(context, 413, TooLarge);
        }
        catch (JsonException error)
        {
            await FailAsync(context, 400, $"the body is not the JSON of a message: {error.Message}");
        }
        catch (ArgumentException error)
        {
            await FailAsync(context, 400, error.Message);
        }
        catch (StoreFullException error)
        {
            await FailAsync(context, 507, error.Message);
        }
    }

    /// <exception cref="JsonException">It is no message.</exception>
    private async ValueTask<SendShape> ReadAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = mail.MessageBytes; // A server's own limit may be lower.
        return await JsonSerializer.DeserializeAsync(
            context.Request.Body, MailpitJson.Default.SendShape, context.RequestAborted)
            ?? throw new JsonException("null");
    }

    /// <summary>Those that were asked for; then as many of the rules' as there is room for.</summary>
    private IReadOnlyList<string> Tags(
        IReadOnlyList<string> asked, DeliveryEnvelope envelope, ReadOnlyMemory<byte> message) =>
        mail.Tagging.TagsByRules(envelope, message) is { Count: > 0 } more
            ? [.. asked, .. more.Except(asked, StringComparer.OrdinalIgnoreCase)
                .Take(CaughtTags.MaximumTags - asked.Count)]
            : asked;

    private static DeliveryEnvelope Envelope(
        HttpContext context, SendShape sent, MessageDraft draft, DateTimeOffset now) => new()
    {
        ReceivedAt = now,
        ReversePath = draft.From[0].Address,
        ForwardPaths =
        [
            .. draft.To.Concat(draft.Cc).Concat(SentDraft.People(sent.Bcc, "Bcc")).Select(person => person.Address),
        ],
        ClientAddress = $"{context.Connection.RemoteIpAddress}:{context.Connection.RemotePort}",
    };

    /// <summary>The one endpoint whose mistakes are JSON.</summary>
    private static async Task FailAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        await MailpitAnswers.JsonAsync(context, new SendErrorShape(text), MailpitJson.Default.SendErrorShape);
    }

    private const string TooLarge = "the message is larger than the catcher takes: see --max-message-bytes";
}

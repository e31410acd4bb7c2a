using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rockdove.Catcher;
using Rockdove.Outbox;

namespace Rockdove.Web;

/// <summary>Releases a message as Mailpit's clients ask for it. What they are told of as sent is queued.</summary>
internal sealed class MailpitRelease(CaughtMail mail, MailOut? mailOut)
{
    private readonly MessageLookup _messages = new(mail);

    /// <summary>What Mailpit's page is told of it.</summary>
    public RelayShape Relay => mailOut?.Options is { Routes: [var route, ..] } options
        ? new()
        {
            Enabled = true,
            SMTPServer = $"{route.Host}:{route.Port}",
            ReturnPath = route.ReversePath ?? "",
            AllowedRecipients = string.Join(", ", options.Rules.Allowed),
            BlockedRecipients = string.Join(", ", options.Rules.Blocked),
            OverrideFrom = "",
            PreserveMessageIDs = true,
            RecipientAllowlist = string.Join(", ", options.Rules.Allowed), // Its name until 1.20.
        }
        : new()
        {
            Enabled = false,
            SMTPServer = "",
            ReturnPath = "",
            AllowedRecipients = "",
            BlockedRecipients = "",
            OverrideFrom = "",
            PreserveMessageIDs = false,
            RecipientAllowlist = "",
        };

    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/message/{id}/release", ReleaseAsync);

    private async Task ReleaseAsync(HttpContext context)
    {
        if (mailOut is not { Options.Routes.Count: > 0 })
        {
            await MailpitAnswers.FailAsync(context, 400, "message release is not switched on: see --route");
            return;
        }

        if (await _messages.FindAsync(context, (string)context.Request.RouteValues["id"]!) is not { } message)
        {
            await MailpitAnswers.FailAsync(context, 404, "Message not found");
            return;
        }

        var (isRead, body) = await MailpitAnswers.ReadAsync(context, MailpitJson.Default.ReleaseToShape);
        if (!isRead || body?.To is not { Count: > 0 } to || to.Contains(null!))
        {
            await MailpitAnswers.FailAsync(context, 400, """the body is JSON like {"To":["ann@example.org"]}""");
            return;
        }

        try
        {
            if (await mailOut.ReleaseAsync(message, to, null, context.RequestAborted) is null)
                await MailpitAnswers.FailAsync(context, 404, "Message not found");
            else
                await MailpitAnswers.OkAsync(context);
        }
        catch (ReleaseRefusedException refused)
        {
            await MailpitAnswers.FailAsync(context, 400, refused.Message);
        }
        catch (OutboxFullException full)
        {
            await MailpitAnswers.FailAsync(context, 503, full.Message);
        }
    }
}

/// <summary>Who shall get it.</summary>
internal sealed record ReleaseToShape(IReadOnlyList<string>? To);

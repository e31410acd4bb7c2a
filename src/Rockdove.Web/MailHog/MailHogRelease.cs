using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rockdove.Catcher;
using Rockdove.Outbox;
using Rockdove.Storage;

namespace Rockdove.Web;

/// <summary>
/// Releases a message as MailHog's clients ask for it: by a route that the catcher was started with. MailHog sends it
/// to whatever host and port somebody names.
/// </summary>
internal sealed class MailHogRelease(CaughtMail mail, MailOut? mailOut)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/messages/{id}/release", ReleaseAsync);
        routes.MapGet("/api/v2/outgoing-smtp", ListAsync);
    }

    private async Task ReleaseAsync(HttpContext context) =>
        await MailHogAnswers.FailAsync(context, await StatusAsync(context));

    private async ValueTask<int> StatusAsync(HttpContext context)
    {
        var (_, body) = await MailpitAnswers.ReadAsync(context, MailHogJson.Default.HogReleaseShape);
        if (mailOut is not { Options.Routes.Count: > 0 }
            || body is not { Email.Length: > 0 }
            || !string.IsNullOrEmpty(body.Host) || !string.IsNullOrEmpty(body.Port))
            return 400;
        if (!MessageId.TryParse((string)context.Request.RouteValues["id"]!, out var id)
            || await mail.FindAsync(id, context.RequestAborted) is not { } message)
            return 404;
        try
        {
            var route = string.IsNullOrEmpty(body.Name) ? null : body.Name;
            var item = await mailOut.ReleaseAsync(message, [body.Email], route, context.RequestAborted);
            return item is null ? 404 : 200;
        }
        catch (ReleaseRefusedException)
        {
            return 400;
        }
        catch (OutboxFullException)
        {
            return 503;
        }
    }

    /// <summary>The names of routes. Where they lead, and by which password, is nobody's business.</summary>
    private Task ListAsync(HttpContext context) => MailpitAnswers.JsonAsync(
        context,
        (mailOut?.Options.Routes ?? []).ToDictionary(route => route.Name, route => HogServerShape.Of(route.Name)),
        MailHogJson.Default.DictionaryStringHogServerShape);
}

/// <summary>What is asked for; of what else MailHog reads nothing counts.</summary>
/// <param name="Name">Of a route; the first one if it is left out.</param>
/// <param name="Email">Who shall get it.</param>
/// <param name="Host">Refused.</param>
/// <param name="Port">Refused.</param>
internal sealed record HogReleaseShape(string? Name, string? Email, string? Host, string? Port);

/// <summary>A server as MailHog tells of one.</summary>
internal sealed record HogServerShape(
    string Name, bool Save, string Email, string Host, string Port, string Username, string Password, string Mechanism)
{
    /// <summary>All but the name is empty.</summary>
    public static HogServerShape Of(string name) => new(name, false, "", "", "", "", "", "");
}

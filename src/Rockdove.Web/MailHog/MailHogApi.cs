using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rockdove.Catcher;

namespace Rockdove.Web;

/// <summary>
/// The HTTP API of a catcher as MailHog's clients know it. <c>docs/compat/mailhog.md</c> has a row for each endpoint.
/// </summary>
internal sealed class MailHogApi(CaughtMail mail, CatcherCompat compat, CancellationToken stopping)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        var reading = new MailHogReading(writesTrace: compat == CatcherCompat.MailHog);
        new MailHogMessages(mail, reading, compat).Map(routes);
        new MailHogDownloads(mail).Map(routes);
        new MailHogEvents(mail, reading, stopping).Map(routes);
        routes.MapGet("/api/v2/outgoing-smtp", OutgoingAsync);
    }

    /// <summary>No server is known that mail could be released to.</summary>
    private static Task OutgoingAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync("{}", context.RequestAborted);
    }
}

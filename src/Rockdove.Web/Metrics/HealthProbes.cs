using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rockdove.Catcher;
using Rockdove.Storage;

namespace Rockdove.Web;

/// <summary>
/// <c>/livez</c>: the process answers. <c>/readyz</c>: mail can be looked at, and the store would take a message.
/// </summary>
internal sealed class HealthProbes(CaughtMail mail)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/livez", MailpitAnswers.OkAsync);
        routes.MapGet("/readyz", ReadyAsync);
    }

    private async Task ReadyAsync(HttpContext context)
    {
        try
        {
            await mail.ListAsync(0, 0, context.RequestAborted);
            await using var room = await mail.Store.StageAsync(TypicalBytes, context.RequestAborted);
        }
        catch (Exception error) when (error is StoreException or ObjectDisposedException)
        {
            await MailpitAnswers.FailAsync(
                context, 503, error is StoreException ? error.Message : "The store is closed.");
            return;
        }

        await MailpitAnswers.OkAsync(context);
    }

    /// <summary>A message that would be taken, in octets.</summary>
    private const int TypicalBytes = 64 * 1024;
}

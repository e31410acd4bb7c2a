using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Rockdove.Web;

/// <summary>Mailpit's <c>/api/v1/chaos</c>.</summary>
internal sealed class ChaosApi(CatcherChaos chaos)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/chaos", ShowAsync);
        routes.MapPut("/api/v1/chaos", SetAsync);
    }

    private Task ShowAsync(HttpContext context) => chaos.IsEnabled
        ? MailpitAnswers.JsonAsync(context, chaos.Triggers, PeerFaultJson.Default.ChaosShape)
        : MailpitAnswers.FailAsync(context, 400, "Chaos is not enabled");

    private async Task SetAsync(HttpContext context)
    {
        if (!chaos.IsEnabled)
        {
            await ShowAsync(context);
            return;
        }

        var (_, triggers) = await MailpitAnswers.ReadAsync(context, PeerFaultJson.Default.ChaosShape);
        if (triggers is not { IsPossible: true })
        {
            await MailpitAnswers.FailAsync(
                context, 400, "a trigger is like {\"ErrorCode\":451,\"Probability\":5}: 400 to 599, and 0 to 100");
            return;
        }

        chaos.Set(triggers);
        await ShowAsync(context);
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Rockdove.Web;

/// <summary>MailHog's <c>/api/v2/jim</c>.</summary>
internal sealed class JimApi(JimFaults jim)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v2/jim", ShowAsync);
        routes.MapPost("/api/v2/jim", InviteAsync);
        routes.MapPut("/api/v2/jim", ChangeAsync);
        routes.MapDelete("/api/v2/jim", context => AnswerAsync(context, jim.TryDismiss() ? 200 : 404));
    }

    private Task ShowAsync(HttpContext context) => jim.Now is { } now
        ? MailpitAnswers.JsonAsync(context, now, PeerFaultJson.Default.JimShape)
        : MailHogAnswers.FailAsync(context, 404);

    private async Task InviteAsync(HttpContext context)
    {
        var (isRead, wanted) = await MailpitAnswers.ReadAsync(context, PeerFaultJson.Default.JimShape);
        var isPossible = isRead && wanted?.IsPossible != false;
        await AnswerAsync(context, isPossible && jim.TryInvite(wanted) ? 201 : 400);
    }

    private async Task ChangeAsync(HttpContext context)
    {
        var (_, wanted) = await MailpitAnswers.ReadAsync(context, PeerFaultJson.Default.JimShape);
        var isPossible = wanted is { IsPossible: true };
        await AnswerAsync(
            context,
            jim.Now is null ? 404
            : !isPossible ? 400
            : jim.TryChange(wanted!) ? 200
            : 404);
    }

    private static Task AnswerAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}

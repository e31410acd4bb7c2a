using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Rockdove.Catcher;

namespace Rockdove.Web;

/// <summary>
/// What happens, over a websocket: <c>new</c> with the summary of a message, <c>update</c> with what is other now,
/// <c>prune</c> when the list is to be read again, <c>truncate</c> when nothing is left, and after each of them
/// <c>stats</c>, which also comes first.
/// </summary>
internal sealed class MailpitEvents(CaughtMail mail, SummaryCache summaries)
{
    private int _listeners;

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/events", ListenAsync);

    private async Task ListenAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await MailpitAnswers.FailAsync(context, 400, "events are told over a websocket");
            return;
        }

        try
        {
            if (Interlocked.Increment(ref _listeners) <= MostListeners)
                await TellAsync(context);
            else
                await MailpitAnswers.FailAsync(context, 503, "too many listeners");
        }
        finally
        {
            Interlocked.Decrement(ref _listeners);
        }
    }

    private async Task TellAsync(HttpContext context)
    {
        var stopping = context.RequestServices.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? default;
        using var follower = await CaughtFollower.FollowAsync(mail, context.RequestAborted);
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var hearing = EventSocket.HearAsync(socket, ended);
        try
        {
            await TellStatsAsync(socket, ended.Token);
            while (true)
                await TellAsync(socket, await follower.NextAsync(ended.Token), ended.Token);
        }
        catch (Exception error) when (error is OperationCanceledException or WebSocketException)
        {
            // Either side has enough: what follows says goodbye.
        }

        await EventSocket.CloseAsync(socket);
        await hearing;
    }

    private async Task TellAsync(WebSocket socket, CaughtChange change, CancellationToken cancellationToken)
    {
        foreach (var message in await summaries.SummariseAsync(change.Came, cancellationToken))
        {
            var came = new NewEventShape("new", message);
            await SendAsync(socket, came, MailpitJson.Default.NewEventShape, cancellationToken);
        }

        foreach (var message in change.Changed)
        {
            var update = new UpdateEventShape("update", new($"{message.Id}", message.IsRead, message.Tags));
            await SendAsync(socket, update, MailpitJson.Default.UpdateEventShape, cancellationToken);
        }

        if (change.HasLost || change.IsMuch)
        {
            var isEmpty = (await mail.ListAsync(0, 0, cancellationToken)).Total == 0;
            await SendAsync(
                socket,
                new BareEventShape(isEmpty ? "truncate" : "prune", null),
                MailpitJson.Default.BareEventShape,
                cancellationToken);
        }

        await TellStatsAsync(socket, cancellationToken);
    }

    private async Task TellStatsAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        var all = await mail.ListAsync(0, 0, cancellationToken);
        var stats = new StatsEventShape("stats", new StatsShape(all.Total, all.Unread, MailpitAbout.Version));
        await SendAsync(socket, stats, MailpitJson.Default.StatsEventShape, cancellationToken);
    }

    private static async Task SendAsync<T>(
        WebSocket socket, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        await socket.SendAsync(
            JsonSerializer.SerializeToUtf8Bytes(value, type), WebSocketMessageType.Text, true, cancellationToken);

    /// <summary>Listeners at one time. Each page is one; each costs a watch and a connection.</summary>
    public const int MostListeners = 100;
}

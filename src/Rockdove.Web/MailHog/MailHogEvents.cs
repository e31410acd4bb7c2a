using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rockdove.Catcher;

namespace Rockdove.Web;

/// <summary>
/// Each new message, whole: as server-sent events (WHATWG HTML, section 9.2) in version 1, over a websocket in version
/// 2.
/// </summary>
internal sealed class MailHogEvents(CaughtMail mail, MailHogReading reading, CancellationToken stopping)
{
    private int _listeners;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/events", context => ListenAsync(context, StreamAsync));
        routes.MapGet("/api/v2/websocket", context =>
            !context.WebSockets.IsWebSocketRequest ? MailHogAnswers.FailAsync(context, 400)
            : !RequestGuard.IsFromUs(context.Request) ? MailHogAnswers.FailAsync(context, 403)
            : ListenAsync(context, SocketAsync));
    }

    private async Task ListenAsync(HttpContext context, Func<HttpContext, CancellationTokenSource, Task> tell)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            if (Interlocked.Increment(ref _listeners) <= MostListeners)
                await tell(context, ended);
            else
                await MailHogAnswers.FailAsync(context, 503);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // Either side has enough.
        }
        finally
        {
            Interlocked.Decrement(ref _listeners);
        }
    }

    private async Task StreamAsync(HttpContext context, CancellationTokenSource ended)
    {
        using var arrivals = await CaughtArrivals.FollowAsync(mail, ended.Token);
        context.Response.ContentType = "text/event-stream";
        await SayAsync(context, ": ready\n\n"u8.ToArray(), ended.Token);
        while (true)
        {
            foreach (var message in await NextAsync(context, arrivals, ended.Token))
            {
                if (await JsonAsync(message, ended.Token) is { } json)
                    await SayAsync(context, [.. "data: "u8, .. json, .. "\n\n"u8], ended.Token);
            }
        }
    }

    /// <summary>What has come; meanwhile, so that nobody between us takes the line for dead, comments.</summary>
    private async ValueTask<IReadOnlyList<CaughtMessage>> NextAsync(
        HttpContext context, CaughtArrivals arrivals, CancellationToken stop)
    {
        while (true)
        {
            using var pause = new CancellationTokenSource(Pause, mail.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(pause.Token, stop);
            try
            {
                return await arrivals.NextAsync(either.Token);
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                await SayAsync(context, ": still here\n\n"u8.ToArray(), stop);
            }
        }
    }

    private async Task SocketAsync(HttpContext context, CancellationTokenSource ended)
    {
        using var arrivals = await CaughtArrivals.FollowAsync(mail, ended.Token);
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var hearing = EventSocket.HearAsync(socket, ended);
        try
        {
            while (true)
            {
                foreach (var message in await arrivals.NextAsync(ended.Token))
                {
                    if (await JsonAsync(message, ended.Token) is { } json)
                        await socket.SendAsync(json, WebSocketMessageType.Text, true, ended.Token);
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or WebSocketException)
        {
            // Either side has enough: what follows says goodbye.
        }

        await EventSocket.CloseAsync(socket);
        await hearing;
    }

    /// <summary>Null if the message has gone again.</summary>
    private async ValueTask<byte[]?> JsonAsync(CaughtMessage message, CancellationToken cancellationToken) =>
        await mail.ReadAsync(message.Id, cancellationToken) is { } octets
            ? JsonSerializer.SerializeToUtf8Bytes(
                reading.Message(message, octets), MailHogJson.Default.HogMessageShape)
            : null;

    private static async ValueTask SayAsync(HttpContext context, byte[] text, CancellationToken stop)
    {
        context.Response.BodyWriter.Write(text);
        await context.Response.BodyWriter.FlushAsync(stop);
    }

    /// <summary>Listeners at one time, by either way: each costs a watch and a connection.</summary>
    public const int MostListeners = 100;

    /// <summary>Half of the thirty seconds after which impatient proxies end a silent line.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);
}

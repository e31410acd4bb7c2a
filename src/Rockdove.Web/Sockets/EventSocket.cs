using System.Net.WebSockets;

namespace Rockdove.Web;

/// <summary>The end of a websocket over which events are told, on both sides.</summary>
internal static class EventSocket
{
    /// <summary>Clients have nothing to say but that they go; whatever else they say is let pass.</summary>
    public static async Task HearAsync(WebSocket socket, CancellationTokenSource ended)
    {
        var heard = new byte[256];
        try
        {
            while (socket.State is WebSocketState.Open or WebSocketState.CloseSent)
                await socket.ReceiveAsync(heard, ended.Token);
        }
        catch (Exception error) when (error is OperationCanceledException or WebSocketException)
        {
            // It is gone.
        }

        await ended.CancelAsync();
    }

    public static async Task CloseAsync(WebSocket socket)
    {
        try
        {
            using var patience = new CancellationTokenSource(Farewell);
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
        }
        catch (Exception error) when (error is OperationCanceledException or WebSocketException)
        {
            socket.Abort();
        }
    }

    /// <summary>How long a client that takes nothing may keep us when we go.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);
}

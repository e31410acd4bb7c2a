using System.Net;
using System.Net.Sockets;

namespace Rockdove.Cli;

/// <summary>
/// <c>-bs</c>: what a program says in SMTP on standard input is said to the server, and its replies come back.
/// </summary>
internal static class SmtpPassage
{
    /// <exception cref="SocketException">The server cannot be reached.</exception>
    public static async Task RunAsync(EndPoint server, Stream input, Stream output, CancellationToken stop)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server, stop);
        await using var stream = new NetworkStream(socket);
        var replies = stream.CopyToAsync(output, stop);
        var commands = SayAsync();
        await Task.WhenAny(replies, Task.WhenAll(commands, replies)); // The server has the last word.
        await output.FlushAsync(stop);

        async Task SayAsync()
        {
            await input.CopyToAsync(stream, stop);
            socket.Shutdown(SocketShutdown.Send);
        }
    }
}

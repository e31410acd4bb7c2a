using System.Net;
using System.Net.Sockets;

namespace Rockdove.Bench;

/// <summary>A yardstick: accepts and discards with as little between the socket and the answer as C# allows.</summary>
internal static class BareServer
{
    public static async Task RunAsync(BareOptions options, CancellationToken stop)
    {
        // Read by the runtime when the first socket is made, so setting them here is early enough.
        if (options.Inline)
            Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
        if (options.PollThreads > 0)
            Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", $"{options.PollThreads}");

        if (options.Transport.StartsWith("kestrel", StringComparison.Ordinal))
        {
            await KestrelServer.RunAsync(options, stop);
            return;
        }

        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, options.Port));
        listener.Listen(512);
        Console.WriteLine($"smtp {listener.LocalEndPoint}");
        try
        {
            while (true)
            {
                var socket = await listener.AcceptAsync(stop);
                socket.NoDelay = options.NoDelay;
                if (options.SocketBufferBytes > 0)
                    socket.ReceiveBufferSize = options.SocketBufferBytes;
                Serve(socket, options);
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to stop; connections end with the process.
        }
    }

    private static void Serve(Socket socket, BareOptions options)
    {
        switch (options.Transport)
        {
            case "async":
                _ = ServeAsync(socket, options.BufferBytes);
                break;
            case "events":
                EventConnection.Start(socket, options.BufferBytes);
                break;
            case "threads":
                new Thread(() => ServeBlocking(socket, options.BufferBytes), 128 * 1024).Start();
                break;
            default:
                throw new ArgumentException($"bare: unknown transport {options.Transport}");
        }
    }

    private static async Task ServeAsync(Socket socket, int bufferBytes)
    {
        using var _ = socket;
        try
        {
            var session = new BareSession();
            var buffer = GC.AllocateUninitializedArray<byte>(bufferBytes);
            socket.Send(BareSession.Banner);
            while (!session.Closing)
            {
                var read = await socket.ReceiveAsync(buffer.AsMemory(), SocketFlags.None);
                if (read == 0)
                    return;
                session.Take(buffer.AsSpan(0, read));
                if (session.Replies.IsEmpty)
                    continue;
                await socket.SendAsync(session.Replies, SocketFlags.None);
                session.Sent();
            }
        }
        catch (SocketException)
        {
            // The peer went away in the middle.
        }
    }

    private static void ServeBlocking(Socket socket, int bufferBytes)
    {
        using var _ = socket;
        try
        {
            var session = new BareSession();
            var buffer = GC.AllocateUninitializedArray<byte>(bufferBytes);
            socket.Send(BareSession.Banner);
            while (!session.Closing)
            {
                var read = socket.Receive(buffer);
                if (read == 0)
                    return;
                session.Take(buffer.AsSpan(0, read));
                if (session.Replies.IsEmpty)
                    continue;
                socket.Send(session.Replies.Span);
                session.Sent();
            }
        }
        catch (SocketException)
        {
            // The peer went away in the middle.
        }
    }
}

using System.Net.Sockets;
using System.Text;

namespace Rockdove.Hosting.Tests;

public class IdleConnectionTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Two_thousand_idle_connections_cost_some_kilobytes_each_and_a_new_one_is_greeted()
    {
        await using var server = await RunningServer.StartAsync(smtp => smtp
            .Configure(options => options.ConnectionsPerClient = 2 * Connections)
            .Handle(new KeepingHandler()));
        var sockets = new List<Socket>(Connections);
        try
        {
            Connect(server, sockets, 100); // What the first ones need is not counted.
            var before = GC.GetTotalMemory(forceFullCollection: true);

            Connect(server, sockets, Connections);

            var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / Connections;
            output.WriteLine($"{each} octets of managed memory for each idle connection, both ends");
            Assert.InRange(each, 1, 32 * 1024);
            await using var next = await server.ConnectAsync();
            Assert.StartsWith("220 ", await next.Link.ReadLineAsync(), StringComparison.Ordinal);
        }
        finally
        {
            foreach (var socket in sockets)
                socket.Dispose();
        }
    }

    /// <summary>Each says EHLO, so that its buffers have been in use.</summary>
    private static void Connect(RunningServer server, List<Socket> sockets, int count)
    {
        var received = new byte[4096];
        for (var i = 0; i < count; i++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 30_000 };
            sockets.Add(socket);
            socket.Connect(server.Address);
            Until(socket, received, "220 ");
            socket.Send("EHLO c.test\r\n"u8);
            Until(socket, received, "250 ");
        }
    }

    private static void Until(Socket socket, byte[] received, string lastLine)
    {
        var text = "";
        while (!text.EndsWith('\n') || !text.Split('\n')[^2].StartsWith(lastLine, StringComparison.Ordinal))
        {
            var count = socket.Receive(received);
            Assert.NotEqual(0, count);
            text += Encoding.ASCII.GetString(received, 0, count);
        }
    }

    private const int Connections = 2000;
}

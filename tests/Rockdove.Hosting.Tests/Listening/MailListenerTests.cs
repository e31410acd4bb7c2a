using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Rockdove.Hosting.Tests;

/// <summary>Ports beside Kestrel: who connects, and what ends when.</summary>
public class MailListenerTests
{
    [Fact]
    public async Task Who_connects_before_anybody_serves_waits_and_is_served()
    {
        await using var listener = await BindAsync();
        using var client = await ConnectAsync(listener.EndPoint);
        var connections = new OpenConnections(async connection =>
            await connection.Transport.Output.WriteAsync("hello"u8.ToArray()));

        listener.Serve(connections);

        Assert.Equal("hello", await new StreamReader(client.GetStream()).ReadToEndAsync(Token));
        Assert.True(await connections.StopAsync(Patience));
        Assert.Equal(0, connections.Count);
    }

    [Fact]
    public async Task A_port_that_was_stopped_is_free_while_its_connections_go_on()
    {
        await using var listener = await BindAsync();
        var began = new TaskCompletionSource();
        var stopping = new TaskCompletionSource();
        var connections = new OpenConnections(async connection =>
        {
            began.SetResult();
            var lifetime = connection.Features.Get<IConnectionLifetimeNotificationFeature>()!;
            await using var told = lifetime.ConnectionClosedRequested.Register(stopping.SetResult);
            await stopping.Task;
            await connection.Transport.Output.WriteAsync("bye"u8.ToArray());
        });
        listener.Serve(connections);
        using var client = await ConnectAsync(listener.EndPoint);
        await began.Task.WaitAsync(Token);

        await Assert.ThrowsAsync<AddressInUseException>(async () => await BindAsync(listener.EndPoint.Port));
        await listener.StopAsync();
        await listener.StopAsync(); // Twice is once.
        await using var next = await BindAsync(listener.EndPoint.Port);

        Assert.Equal(1, connections.Count);
        Assert.True(await connections.StopAsync(Patience));
        Assert.Equal("bye", await new StreamReader(client.GetStream()).ReadToEndAsync(Token));
    }

    [Fact]
    public async Task Who_goes_on_too_long_is_cut()
    {
        await using var listener = await BindAsync();
        var began = new TaskCompletionSource();
        var cut = new TaskCompletionSource();
        var connections = new OpenConnections(async connection =>
        {
            began.SetResult();
            await using var told = connection.ConnectionClosed.Register(cut.SetResult);
            await cut.Task;
        });
        listener.Serve(connections);
        using var client = await ConnectAsync(listener.EndPoint);
        await began.Task.WaitAsync(Token);

        Assert.False(await connections.StopAsync(TimeSpan.Zero));
        Assert.Equal(0, connections.Count);
    }

    private static ValueTask<MailListener> BindAsync(int port = 0) => MailListener.BindAsync(
        new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance),
        new IPEndPoint(IPAddress.Loopback, port),
        Token);

    private static async Task<TcpClient> ConnectAsync(IPEndPoint endPoint)
    {
        var client = new TcpClient();
        await client.ConnectAsync(endPoint, Token);
        return client;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
}

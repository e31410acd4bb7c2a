using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Rockdove.Mock;

/// <summary>
/// Accepts from Kestrel's socket transport. Kestrel itself would bring a thread for each server that looks after HTTP's
/// timeouts, and knows no connections but its own; see docs/decisions/0020.
/// </summary>
internal sealed class MockListener : IAsyncDisposable
{
    private readonly IConnectionListener _listener;
    private readonly Task _accepting;

    private MockListener(IConnectionListener listener, OpenConnections connections)
    {
        _listener = listener;
        EndPoint = (IPEndPoint)listener.EndPoint;
        _accepting = AcceptAsync(connections);
    }

    public IPEndPoint EndPoint { get; }

    /// <exception cref="IOException">The port is taken, or the address is none of this machine.</exception>
    public static async Task<MockListener> StartAsync(
        IPEndPoint endPoint, OpenConnections connections, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), loggers);
        try
        {
            return new MockListener(await transport.BindAsync(endPoint, cancellationToken), connections);
        }
        catch (Exception taken) when (taken is AddressInUseException or System.Net.Sockets.SocketException)
        {
            throw new IOException($"Cannot listen on {endPoint}: {taken.Message} Port 0 takes one that is free.",
                taken);
        }
    }

    /// <summary>Nobody can connect any more. Open connections go on.</summary>
    public async Task StopAsync()
    {
        await _listener.UnbindAsync();
        await _accepting;
    }

    /// <summary>Lets go of the memory that connections share: when they have ended.</summary>
    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private async Task AcceptAsync(OpenConnections connections)
    {
        while (await _listener.AcceptAsync() is { } connection)
        {
            if (connections.TryServe(connection))
                continue;
            connection.Abort();
            await connection.DisposeAsync();
        }
    }
}

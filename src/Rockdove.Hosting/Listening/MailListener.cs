using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Rockdove.Hosting;

/// <summary>
/// Listens beside Kestrel, on its transport, for who opens and closes ports as it goes: Kestrel takes no endpoints once
/// it has started, and a Kestrel for each port brings a thread that looks after HTTP's timeouts (docs/decisions/0020).
/// </summary>
public sealed class MailListener : IAsyncDisposable
{
    private readonly IConnectionListener _listener;
    private readonly Lock _lock = new();
    private Task _accepting = Task.CompletedTask;
    private Task? _stopping;

    private MailListener(IConnectionListener listener)
    {
        _listener = listener;
        EndPoint = (IPEndPoint)listener.EndPoint;
    }

    /// <summary>Where it listens, with the port that the system chose where it was asked to.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Takes a port. Who connects waits until <see cref="Serve"/>.</summary>
    /// <param name="transport">Kestrel's of the application, or another of sockets.</param>
    /// <param name="endPoint">Where; port 0 lets the system choose.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AddressInUseException">Somebody listens there.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">
    /// The port is not for us, or the address is none of this machine.
    /// </exception>
    public static async ValueTask<MailListener> BindAsync(
        IConnectionListenerFactory transport, IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(transport);
        return new MailListener(await transport.BindAsync(endPoint, cancellationToken));
    }

    /// <summary>Serves who connects, from now on. Called once.</summary>
    public void Serve(OpenConnections connections)
    {
        ArgumentNullException.ThrowIfNull(connections);
        _accepting = AcceptAsync(connections);
    }

    /// <summary>
    /// Nobody can connect any more, and the port is free for others. Open connections go on.
    /// </summary>
    public Task StopAsync()
    {
        lock (_lock)
            return _stopping ??= StopOnceAsync();
    }

    /// <summary>Lets go of the memory that connections share: when they have ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _listener.DisposeAsync();
    }

    private async Task StopOnceAsync()
    {
        await _listener.UnbindAsync();
        await _accepting;
    }

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

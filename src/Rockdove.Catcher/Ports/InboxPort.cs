using System.Net;
using Microsoft.AspNetCore.Connections;
using Rockdove.Hosting;

namespace Rockdove.Catcher;

/// <summary>A listener whose connections know the inbox that they are for.</summary>
/// <param name="listener">Bound already.</param>
/// <param name="serve">Speaks SMTP on a connection.</param>
/// <param name="ended">Told when the last session has ended.</param>
internal sealed class InboxPort(MailListener listener, ConnectionDelegate serve, Action<InboxPort> ended) : IInboxPort
{
    private readonly Lock _lock = new();
    private OpenConnections? _connections;
    private Task? _ended;

    public IPEndPoint EndPoint => listener.EndPoint;

    /// <summary>
    /// The inbox itself and not the number of its port: a session that outlives its inbox shall not bring mail to the
    /// next one that has the port.
    /// </summary>
    public static NamedInbox? InboxOf(ConnectionContext connection) =>
        connection.Items.TryGetValue(Key, out var inbox) ? (NamedInbox)inbox! : null;

    public void Open(NamedInbox inbox)
    {
        _connections = new OpenConnections(async connection =>
        {
            connection.Items[Key] = inbox;
            using var use = inbox.Use();
            await serve(connection);
        });
        listener.Serve(_connections);
    }

    public async ValueTask CloseAsync()
    {
        await listener.StopAsync();
        _ = EndAsync();
    }

    /// <summary>The same, and sessions under way have ended too, or were cut after their farewell.</summary>
    public Task EndAsync()
    {
        lock (_lock)
            return _ended ??= EndOnceAsync();
    }

    private async Task EndOnceAsync()
    {
        try
        {
            await listener.StopAsync();
            if (_connections is { } connections)
                await connections.StopAsync(InboxPorts.Farewell);
        }
        finally
        {
            await listener.DisposeAsync();
            ended(this);
        }
    }

    private static readonly object Key = new();
}

using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging;

namespace Rockdove.Hosting;

/// <summary>
/// Connection middleware: takes the PROXY header that trusted peers must send, before anybody else reads, and makes
/// their client the connection's remote end. Other peers are passed on as they are: what they say is a command.
/// </summary>
internal sealed class ProxyProtocol(
    ConnectionDelegate next, IReadOnlyList<IPNetwork> trustedPeers, TimeProvider time, ILogger log)
{
    public async Task OnConnectedAsync(ConnectionContext connection)
    {
        var proxy = connection.RemoteEndPoint;
        if (PeerNetworks.Hold(trustedPeers, proxy))
        {
            if (await ReadAsync(connection) is not { } header)
            {
                SessionLog.NoProxyHeader(log, connection.ConnectionId);
                connection.Abort();
                return;
            }

            connection.Features.Set(new ProxiedConnection(proxy!));
            connection.RemoteEndPoint = header.Client ?? proxy;
            connection.LocalEndPoint = header.Server ?? connection.LocalEndPoint;
        }

        await next(connection);
    }

    /// <summary>The header; null when something else came, or nothing in time.</summary>
    private async Task<ProxyHeader?> ReadAsync(ConnectionContext connection)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        var stopping = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested;
        await using var stop = (stopping ?? CancellationToken.None).UnsafeRegister(
            static source => ((CancellationTokenSource)source!).Cancel(), patience);
        var input = connection.Transport.Input;
        try
        {
            while (true)
            {
                var result = await input.ReadAsync(patience.Token);
                var status = ProxyHeader.Read(result.Buffer, out var header, out var headerBytes);
                if (status == ProxyHeaderStatus.Header)
                    input.AdvanceTo(result.Buffer.GetPosition(headerBytes));
                else
                    input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                if (status != ProxyHeaderStatus.NeedInput || result.IsCompleted)
                    return header;
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>A proxy sends its header with the first segment: it has nobody to wait for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
}

/// <summary>A feature of connections that came through a proxy which said so.</summary>
/// <param name="Proxy">The proxy's own address; the connection's remote end is the client's.</param>
public sealed record ProxiedConnection(EndPoint Proxy);

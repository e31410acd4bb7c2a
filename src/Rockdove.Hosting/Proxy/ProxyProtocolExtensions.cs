using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Rockdove.Hosting;

/// <summary>Puts the PROXY protocol in front of an endpoint.</summary>
internal static class ProxyProtocolExtensions
{
    /// <summary>Takes the header of trusted peers, where the settings want one.</summary>
    public static void UseProxyProtocol(
        this IConnectionBuilder listen, IMailServerOptions options, TimeProvider time, ILogger log)
    {
        if (!options.UsesProxyProtocol)
            return;
        IReadOnlyList<IPNetwork> trusted = [.. options.TrustedPeers];
        listen.Use(next => new ProxyProtocol(next, trusted, time, log).OnConnectedAsync);
    }
}

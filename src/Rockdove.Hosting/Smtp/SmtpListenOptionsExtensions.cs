using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Rockdove.Hosting;

/// <summary>SMTP on a Kestrel endpoint.</summary>
public static class SmtpListenOptionsExtensions
{
    /// <summary>
    /// Speaks SMTP here: <c>kestrel.ListenLocalhost(2525, l =&gt; l.UseSmtp(smtp =&gt; smtp.Handle(handler)))</c>.
    /// </summary>
    /// <exception cref="ArgumentException">A setting makes no sense; the message names it.</exception>
    /// <exception cref="InvalidOperationException">No handler was set.</exception>
    public static ListenOptions UseSmtp(this ListenOptions listen, Action<SmtpServerBuilder> configure)
    {
        var services = listen.ApplicationServices;
        var builder = new SmtpServerBuilder(services);
        configure(builder);
        var log = services.GetService<ILoggerFactory>()?.CreateLogger("Rockdove.Smtp") ?? NullLogger.Instance;
        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var handler = new SmtpConnectionHandler(builder, time, log);
        if (builder.Options.UsesProxyProtocol)
        {
            IReadOnlyList<IPNetwork> trusted = [.. builder.Options.TrustedPeers];
            listen.Use(next => new ProxyProtocol(next, trusted, time, log).OnConnectedAsync);
        }

        listen.Run(handler.OnConnectedAsync);
        return listen;
    }
}

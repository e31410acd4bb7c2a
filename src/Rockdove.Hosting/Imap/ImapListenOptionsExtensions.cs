using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Rockdove.Hosting;

/// <summary>IMAP on a Kestrel endpoint.</summary>
public static class ImapListenOptionsExtensions
{
    /// <summary>
    /// Speaks IMAP here, with settings from the configuration; see <see cref="ImapServerBuilder.Bind"/>.
    /// </summary>
    /// <exception cref="InvalidSettingException">A key is unknown, or its value is not allowed.</exception>
    /// <exception cref="CertificateException">The certificate cannot be used. Names its files.</exception>
    /// <exception cref="ArgumentException">A setting makes no sense beside another; the message names it.</exception>
    /// <exception cref="InvalidOperationException">No handler was set.</exception>
    public static ListenOptions UseImap(
        this ListenOptions listen, IConfigurationSection section, Action<ImapServerBuilder> configure) =>
        listen.UseImap(imap => configure(imap.Bind(section)));

    /// <summary>
    /// Speaks IMAP here: <c>kestrel.ListenLocalhost(1143, l =&gt; l.UseImap(imap =&gt; imap.Handle(handler)))</c>.
    /// </summary>
    /// <exception cref="ArgumentException">A setting makes no sense; the message names it.</exception>
    /// <exception cref="InvalidOperationException">No handler was set.</exception>
    public static ListenOptions UseImap(this ListenOptions listen, Action<ImapServerBuilder> configure)
    {
        ((IConnectionBuilder)listen).UseImap(configure);
        return listen;
    }

    /// <summary>
    /// Speaks IMAP on whatever connections these are: another transport's, or pipes in memory, which need no listener.
    /// </summary>
    /// <inheritdoc cref="UseImap(ListenOptions, Action{ImapServerBuilder})" path="/exception"/>
    public static IConnectionBuilder UseImap(this IConnectionBuilder listen, Action<ImapServerBuilder> configure)
    {
        var services = listen.ApplicationServices;
        var builder = new ImapServerBuilder(services);
        configure(builder);
        var loggers = services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;
        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var handler = new ImapConnectionHandler(builder, time, loggers);
        listen.UseProxyProtocol(builder.Options, time, builder.Log);
        listen.Run(handler.OnConnectedAsync);
        return listen;
    }
}

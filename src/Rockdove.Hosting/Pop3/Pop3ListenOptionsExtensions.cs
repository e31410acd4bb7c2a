using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Rockdove.Hosting;

/// <summary>POP3 on a Kestrel endpoint.</summary>
public static class Pop3ListenOptionsExtensions
{
    /// <summary>
    /// Speaks POP3 here, with settings from the configuration; see <see cref="Pop3ServerBuilder.Bind"/>.
    /// </summary>
    /// <exception cref="InvalidSettingException">A key is unknown, or its value is not allowed.</exception>
    /// <exception cref="CertificateException">The certificate cannot be used. Names its files.</exception>
    /// <exception cref="ArgumentException">A setting makes no sense beside another; the message names it.</exception>
    /// <exception cref="InvalidOperationException">No handler was set.</exception>
    public static ListenOptions UsePop3(
        this ListenOptions listen, IConfigurationSection section, Action<Pop3ServerBuilder> configure) =>
        listen.UsePop3(pop3 => configure(pop3.Bind(section)));

    /// <summary>
    /// Speaks POP3 here: <c>kestrel.ListenLocalhost(1110, l =&gt; l.UsePop3(pop3 =&gt; pop3.Handle(handler)))</c>.
    /// </summary>
    /// <exception cref="ArgumentException">A setting makes no sense; the message names it.</exception>
    /// <exception cref="InvalidOperationException">No handler was set.</exception>
    public static ListenOptions UsePop3(this ListenOptions listen, Action<Pop3ServerBuilder> configure)
    {
        ((IConnectionBuilder)listen).UsePop3(configure);
        return listen;
    }

    /// <summary>
    /// Speaks POP3 on whatever connections these are: another transport's, or pipes in memory, which need no listener.
    /// </summary>
    /// <inheritdoc cref="UsePop3(ListenOptions, Action{Pop3ServerBuilder})" path="/exception"/>
    public static IConnectionBuilder UsePop3(this IConnectionBuilder listen, Action<Pop3ServerBuilder> configure)
    {
        var services = listen.ApplicationServices;
        var builder = new Pop3ServerBuilder(services);
        configure(builder);
        var loggers = services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;
        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var handler = new Pop3ConnectionHandler(builder, time, loggers);
        listen.UseProxyProtocol(builder.Options, time, builder.Log);
        listen.Run(handler.OnConnectedAsync);
        return listen;
    }
}

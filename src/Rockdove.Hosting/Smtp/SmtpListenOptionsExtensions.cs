using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Rockdove.Hosting;

/// <summary>SMTP on a Kestrel endpoint.</summary>
public static class SmtpListenOptionsExtensions
{
    /// <summary>
    /// Speaks SMTP here, with settings from the configuration; see <see cref="SmtpServerBuilder.Bind"/>.
    /// </summary>
    /// <exception cref="InvalidSettingException">A key is unknown, or its value is not allowed.</exception>
    /// <exception cref="CertificateException">The certificate cannot be used. Names its files.</exception>
    /// <exception cref="ArgumentException">A setting makes no sense beside another; the message names it.</exception>
    /// <exception cref="InvalidOperationException">No handler was set.</exception>
    public static ListenOptions UseSmtp(
        this ListenOptions listen, IConfigurationSection section, Action<SmtpServerBuilder> configure) =>
        listen.UseSmtp(smtp => configure(smtp.Bind(section)));

    /// <summary>
    /// Speaks SMTP here: <c>kestrel.ListenLocalhost(2525, l =&gt; l.UseSmtp(smtp =&gt; smtp.Handle(handler)))</c>.
    /// </summary>
    /// <exception cref="ArgumentException">A setting makes no sense; the message names it.</exception>
    /// <exception cref="InvalidOperationException">No handler was set.</exception>
    public static ListenOptions UseSmtp(this ListenOptions listen, Action<SmtpServerBuilder> configure)
    {
        ((IConnectionBuilder)listen).UseSmtp(configure);
        return listen;
    }

    /// <summary>
    /// Speaks SMTP on whatever connections these are: another transport's, or pipes in memory, which need no listener.
    /// </summary>
    /// <inheritdoc cref="UseSmtp(ListenOptions, Action{SmtpServerBuilder})" path="/exception"/>
    public static IConnectionBuilder UseSmtp(this IConnectionBuilder listen, Action<SmtpServerBuilder> configure)
    {
        var services = listen.ApplicationServices;
        var builder = new SmtpServerBuilder(services);
        configure(builder);
        var loggers = services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;
        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var handler = new SmtpConnectionHandler(builder, time, loggers);
        listen.UseProxyProtocol(builder.Options, time, builder.Log);
        listen.Run(handler.OnConnectedAsync);
        return listen;
    }
}

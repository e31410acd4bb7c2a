using Microsoft.Extensions.Logging;

namespace Rockdove.Hosting;

/// <summary>What SMTP hosting logs beside <see cref="SessionLog"/>. A peer's mistake is never above debug.</summary>
internal static partial class SmtpLog
{
    [LoggerMessage(7, LogLevel.Error, "{Connection}: a message that was not kept could not be let go")]
    public static partial void DropFailed(ILogger log, Exception error, string connection);

    [LoggerMessage(10, LogLevel.Debug, "{Connection}: a trusted peer sent no PROXY header")]
    public static partial void NoProxyHeader(ILogger log, string connection);

    [LoggerMessage(11, LogLevel.Error, "{Connection}: {Delegate} failed; the message was kept, and accepted")]
    public static partial void DelegateFailed(ILogger log, Exception error, string connection, string @delegate);

    [LoggerMessage(12, LogLevel.Error, "{Connection}: {Delegate} failed, and sees no more of this connection")]
    public static partial void WatcherFailed(ILogger log, Exception error, string connection, string @delegate);
}

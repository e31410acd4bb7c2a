using Microsoft.Extensions.Logging;

namespace Rockdove.Hosting;

/// <summary>What SMTP hosting logs beside <see cref="SessionLog"/>. A peer's mistake is never above debug.</summary>
internal static partial class SmtpLog
{
    [LoggerMessage(7, LogLevel.Error, "{Connection}: a message that was not kept could not be let go")]
    public static partial void DropFailed(ILogger log, Exception error, string connection);

    [LoggerMessage(11, LogLevel.Error, "{Connection}: {Delegate} failed; the message was kept, and accepted")]
    public static partial void DelegateFailed(ILogger log, Exception error, string connection, string @delegate);
}

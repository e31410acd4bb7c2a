using Microsoft.Extensions.Logging;

namespace Rockdove.Hosting;

/// <summary>What is logged of sessions whatever they speak. A peer's mistake is never above debug.</summary>
internal static partial class SessionLog
{
    [LoggerMessage(1, LogLevel.Debug, "{Connection}: connected from {Client}")]
    public static partial void Connected(ILogger log, string connection, string client);

    [LoggerMessage(2, LogLevel.Debug, "{Connection}: ended, {Messages} messages")]
    public static partial void Ended(ILogger log, string connection, int messages);

    [LoggerMessage(3, LogLevel.Debug, "{Connection}: broke off: {Reason}")]
    public static partial void Broken(ILogger log, string connection, string reason);

    [LoggerMessage(4, LogLevel.Debug, "{Connection}: TLS handshake failed: {Reason}")]
    public static partial void HandshakeFailed(ILogger log, string connection, string reason);

    [LoggerMessage(5, LogLevel.Error, "{Connection}: no answer to {Question}; the client was told {Told}")]
    public static partial void AnswerFailed(
        ILogger log, Exception error, string connection, string question, string told);

    [LoggerMessage(6, LogLevel.Warning, "{Connection}: the answer to {Question} took too long and was cancelled")]
    public static partial void AnswerAborted(ILogger log, string connection, string question);

    [LoggerMessage(8, LogLevel.Critical, "{Connection}: a fault of ours ended the session")]
    public static partial void Fault(ILogger log, Exception error, string connection);

    [LoggerMessage(9, LogLevel.Error, "The certificate cannot be used: {Reason}; clients are told {Told}")]
    public static partial void NoCertificate(ILogger log, string reason, string told);

    [LoggerMessage(10, LogLevel.Debug, "{Connection}: a trusted peer sent no PROXY header")]
    public static partial void NoProxyHeader(ILogger log, string connection);

    [LoggerMessage(12, LogLevel.Error, "{Connection}: {Delegate} failed, and sees no more of this connection")]
    public static partial void WatcherFailed(ILogger log, Exception error, string connection, string @delegate);
}

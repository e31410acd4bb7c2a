using System.Net.Security;
using Microsoft.Extensions.Logging;

namespace Rockdove.Hosting;

/// <summary>
/// Logs what is said in a session, a line each, secrets hidden: commands and replies at Debug, messages at Trace.
/// </summary>
internal sealed partial class WireLog(ILogger log, string connection, ISpokenLines lines) : ILinkTap
{
    public void OnInput(ReadOnlySpan<byte> octets)
    {
        while (lines.TryTakeClient(ref octets, log.IsEnabled(LogLevel.Trace), out var isContent, out var line))
        {
            if (isContent)
                Content(log, connection, 'C', line);
            else if (log.IsEnabled(LogLevel.Debug))
                Said(log, connection, 'C', line);
        }
    }

    public void OnOutput(ReadOnlySpan<byte> octets)
    {
        while (lines.TryTakeServer(ref octets, log.IsEnabled(LogLevel.Trace), out var isContent, out var line))
        {
            if (isContent)
                Content(log, connection, 'S', line);
            else if (log.IsEnabled(LogLevel.Debug))
                Said(log, connection, 'S', line);
        }
    }

    public void OnTls(SslStream tls)
    {
        if (log.IsEnabled(LogLevel.Debug))
            Protected(log, connection, tls.SslProtocol.ToString(), tls.NegotiatedCipherSuite.ToString());
    }

    public void OnEnd()
    {
        // What was begun and not ended is not logged: it may be the beginning of a secret.
    }

    [LoggerMessage(30, LogLevel.Debug, "{Connection} {Side}: {Line}")]
    private static partial void Said(ILogger log, string connection, char side, string line);

    [LoggerMessage(31, LogLevel.Trace, "{Connection} {Side}: {Line}")]
    private static partial void Content(ILogger log, string connection, char side, string line);

    [LoggerMessage(32, LogLevel.Debug, "{Connection}: {Protocol}, {CipherSuite}")]
    private static partial void Protected(ILogger log, string connection, string protocol, string cipherSuite);
}

using System.Net.Security;
using System.Text;
using Microsoft.Extensions.Logging;
using Rockdove.Smtp;

namespace Rockdove.Hosting;

/// <summary>
/// Logs what is said in a session, a line each, secrets hidden: commands and replies at Debug, messages at Trace.
/// Octets
/// that are no printable ASCII are written as <c>\xNN</c>, so that nobody writes lines of their own into the log.
/// </summary>
internal sealed partial class WireLog(ILogger log, string connection) : ILinkTap
{
    private readonly SmtpRedactor _redactor = new();
    private readonly LineGatherer _client = new();
    private readonly LineGatherer _server = new();

    public void OnInput(ReadOnlySpan<byte> octets)
    {
        while (_client.TryTake(ref octets, out var line))
        {
            var level = _redactor.IsInContent ? LogLevel.Trace : LogLevel.Debug;
            var visible = _redactor.VisibleOctets(line);
            if (log.IsEnabled(level))
                Write(level, connection, 'C', Text(line[..visible]) + (visible < line.Length ? "***" : ""));
        }
    }

    public void OnOutput(ReadOnlySpan<byte> octets)
    {
        while (_server.TryTake(ref octets, out var line))
        {
            _redactor.OnServerLine(line);
            if (log.IsEnabled(LogLevel.Debug))
                Write(LogLevel.Debug, connection, 'S', Text(line));
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

    private void Write(LogLevel level, string id, char side, string line)
    {
        if (level == LogLevel.Trace)
            Content(log, id, side, line);
        else
            Said(log, id, side, line);
    }

    private static string Text(ReadOnlySpan<byte> octets)
    {
        var text = new StringBuilder(octets.Length);
        foreach (var octet in octets)
        {
            if (octet is >= 0x20 and < 0x7F and not (byte)'\\')
                text.Append((char)octet);
            else
                text.Append("\\x").Append(octet.ToString("X2", provider: null));
        }

        return text.ToString();
    }

    [LoggerMessage(30, LogLevel.Debug, "{Connection} {Side}: {Line}")]
    private static partial void Said(ILogger log, string connection, char side, string line);

    [LoggerMessage(31, LogLevel.Trace, "{Connection} {Side}: {Line}")]
    private static partial void Content(ILogger log, string connection, char side, string line);

    [LoggerMessage(32, LogLevel.Debug, "{Connection}: {Protocol}, {CipherSuite}")]
    private static partial void Protected(ILogger log, string connection, string protocol, string cipherSuite);
}

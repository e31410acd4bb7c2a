using System.Net.Security;
using Microsoft.Extensions.Logging;
using Rockdove.Imap;

namespace Rockdove.Hosting;

/// <summary>
/// Logs what is said in an IMAP session, a line each, secrets hidden. Octets of literals are passed over: the line
/// before them says how many there are. What a client says behind a literal is hidden too, since one that counts
/// wrongly has a piece of its next command there.
/// </summary>
internal sealed class ImapWireLog(ILogger log, string connection) : ILinkTap
{
    private readonly ImapRedactor _redactor = new();
    private readonly LineGatherer _client = new();
    private readonly LineGatherer _server = new();
    private long _clientLiteral;
    private long _serverLiteral;
    private long _announced;
    private long _ahead;
    private bool _isBehindLiteral;

    public void OnInput(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            var skipped = (int)Math.Min(_clientLiteral, octets.Length);
            _clientLiteral -= skipped;
            octets = octets[skipped..];
            var before = octets.Length;
            var isWhole = _client.TryTake(ref octets, out var line);
            _ahead += _announced > 0 ? before - octets.Length : 0;
            if (!isWhole)
                continue;
            var visible = _redactor.VisibleOctets(line);
            if (_isBehindLiteral)
                visible = 0;
            _isBehindLiteral = false;
            if (log.IsEnabled(LogLevel.Debug))
            {
                var hidden = visible < line.Length ? "***" : "";
                WireLog.Said(log, connection, 'C', SpokenLines.Text(line[..visible]) + hidden);
            }

            if (!TryReadLiteral(line, out var length, out var waits))
                continue;
            if (waits)
                (_announced, _ahead) = (length, 0);
            else
                BeginLiteral(length);
        }
    }

    public void OnOutput(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            var skipped = (int)Math.Min(_serverLiteral, octets.Length);
            _serverLiteral -= skipped;
            octets = octets[skipped..];
            if (!_server.TryTake(ref octets, out var line))
                continue;
            _redactor.OnServerLine(line);
            Decide(line);
            if (log.IsEnabled(LogLevel.Debug))
                WireLog.Said(log, connection, 'S', SpokenLines.Text(line));
            if (TryReadLiteral(line, out var length, out _))
                _serverLiteral = length;
        }
    }

    public void OnTls(SslStream tls)
    {
        if (log.IsEnabled(LogLevel.Debug))
            WireLog.Protected(log, connection, tls.SslProtocol.ToString(), tls.NegotiatedCipherSuite.ToString());
    }

    public void OnEnd()
    {
        // What was begun and not ended is not logged: it may be the beginning of a secret.
    }

    /// <summary>A literal that waits comes when it is invited; who did not wait has sent some of it.</summary>
    private void Decide(ReadOnlySpan<byte> line)
    {
        if (_announced == 0 || line.StartsWith("* "u8))
            return;
        if (line.StartsWith("+"u8) && _announced > _ahead)
            BeginLiteral(_announced - _ahead);
        _announced = 0;
    }

    private void BeginLiteral(long octets) => (_clientLiteral, _isBehindLiteral) = (octets, true);

    /// <summary>A line that ends in <c>{n}</c>, <c>{n+}</c> or <c>{n-}</c>.</summary>
    private static bool TryReadLiteral(ReadOnlySpan<byte> line, out long length, out bool waits)
    {
        (length, waits) = (0, true);
        var start = line.LastIndexOf((byte)'{');
        if (start < 0 || line[^1] != '}')
            return false;
        var size = line[(start + 1)..^1];
        if (size is [.., (byte)'+' or (byte)'-'])
        {
            waits = false;
            size = size[..^1];
        }

        return System.Buffers.Text.Utf8Parser.TryParse(size, out length, out var read)
            && read == size.Length && length > 0;
    }
}

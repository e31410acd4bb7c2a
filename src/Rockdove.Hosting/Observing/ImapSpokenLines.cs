using Rockdove.Imap;

namespace Rockdove.Hosting;

/// <summary>
/// The lines of an IMAP session. Octets of literals are passed over, those of messages too: the line before them says
/// how many there are. What a client says behind a literal is hidden, since one that counts wrongly has a piece of its
/// next command there.
/// </summary>
internal sealed class ImapSpokenLines : ISpokenLines
{
    private readonly ImapRedactor _redactor = new();
    private readonly LineGatherer _client = new();
    private readonly LineGatherer _server = new();
    private long _clientLiteral;
    private long _serverLiteral;
    private long _announced;
    private long _ahead;
    private bool _isBehindLiteral;

    public bool TryTakeClient(ref ReadOnlySpan<byte> octets, bool withContent, out bool isContent, out string text)
    {
        (isContent, text) = (false, "");
        while (!octets.IsEmpty)
        {
            Skip(ref octets, ref _clientLiteral);
            var before = octets.Length;
            var isWhole = _client.TryTake(ref octets, out var line);
            _ahead += _announced > 0 ? before - octets.Length : 0;
            if (!isWhole)
                continue;
            var visible = _redactor.VisibleOctets(line);
            if (_isBehindLiteral)
                visible = 0;
            _isBehindLiteral = false;
            text = SpokenLines.Text(line[..visible]) + (visible < line.Length ? "***" : "");
            if (TryReadLiteral(line, out var length, out var waits))
            {
                if (waits)
                    (_announced, _ahead) = (length, 0);
                else
                    BeginLiteral(length);
            }

            return true;
        }

        return false;
    }

    public bool TryTakeServer(ref ReadOnlySpan<byte> octets, bool withContent, out bool isContent, out string text)
    {
        (isContent, text) = (false, "");
        while (!octets.IsEmpty)
        {
            Skip(ref octets, ref _serverLiteral);
            if (!_server.TryTake(ref octets, out var line))
                continue;
            _redactor.OnServerLine(line);
            Decide(line);
            text = SpokenLines.Text(line);
            if (TryReadLiteral(line, out var length, out _))
                _serverLiteral = length;
            return true;
        }

        return false;
    }

    private static void Skip(ref ReadOnlySpan<byte> octets, ref long literal)
    {
        var skipped = (int)Math.Min(literal, octets.Length);
        literal -= skipped;
        octets = octets[skipped..];
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

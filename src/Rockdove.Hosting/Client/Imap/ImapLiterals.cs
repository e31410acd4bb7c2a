using System.Buffers.Text;

namespace Rockdove.Hosting;

/// <summary>The literals in what an IMAP server says: the line before each says how many octets it has.</summary>
internal sealed class ImapLiterals : IServerContent
{
    private readonly byte[] _end = new byte[LongestHead];
    private int _endBytes;
    private long _literalBytes;

    public int Take(ReadOnlySpan<byte> octets, out bool isContent)
    {
        isContent = _literalBytes > 0;
        if (isContent)
        {
            var taken = (int)Math.Min(_literalBytes, octets.Length);
            _literalBytes -= taken;
            return taken;
        }

        var newline = octets.IndexOf((byte)'\n');
        var line = newline < 0 ? octets : octets[..(newline + 1)];
        Keep(line);
        if (newline < 0)
            return line.Length;
        _literalBytes = LiteralOf(_end.AsSpan(0, _endBytes));
        _endBytes = 0;
        return line.Length;
    }

    /// <summary>Remembers the last octets of the line.</summary>
    private void Keep(ReadOnlySpan<byte> octets)
    {
        if (octets.Length > LongestHead)
            octets = octets[^LongestHead..];
        var kept = Math.Min(_endBytes, LongestHead - octets.Length);
        _end.AsSpan(_endBytes - kept, kept).CopyTo(_end);
        octets.CopyTo(_end.AsSpan(kept));
        _endBytes = kept + octets.Length;
    }

    private static long LiteralOf(ReadOnlySpan<byte> end)
    {
        if (!end.EndsWith("}\r\n"u8))
            return 0;
        var size = end[(end.LastIndexOf((byte)'{') + 1)..^3];
        return Utf8Parser.TryParse(size, out long octets, out var read) && read == size.Length ? octets : 0;
    }

    /// <summary>A brace, the digits of a 64-bit number, a brace and CRLF, and some.</summary>
    private const int LongestHead = 32;
}

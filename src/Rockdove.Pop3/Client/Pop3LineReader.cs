using System.Buffers;
using System.Text;
using Rockdove.Wire;

namespace Rockdove.Pop3;

/// <summary>Reads lines of answers out of bytes that may be cut anywhere, within a bound.</summary>
internal struct Pop3LineReader(Pop3ResponseLimits limits)
{
    private LineReader _lines;

    /// <summary>What was wrong, in a sentence; null while nothing was.</summary>
    public string? Violation { get; private set; }

    /// <summary>Takes one line, if it is whole, without its end.</summary>
    public bool TryRead(ref SequenceReader<byte> input, out ReadOnlySpan<byte> line)
    {
        line = default;
        if (Violation is not null)
            return false;
        switch (_lines.Read(ref input, limits.LineBytes, discardBytes: 0, out line))
        {
            case LineStatus.Line:
                return true;
            case LineStatus.BareLineFeed when limits.AllowBareLineFeeds:
                return true;
            case LineStatus.BareLineFeed:
                Violation = "A line ends in a bare LF.";
                return false;
            case LineStatus.NeedInput:
                return false;
            default:
                Violation = $"A line is longer than {limits.LineBytes} octets.";
                return false;
        }
    }

    public static bool TryParse(ReadOnlySpan<byte> line, out Pop3Response? response)
    {
        response = null;
        var isPositive = line.StartsWith("+OK"u8);
        var rest = isPositive ? line[3..] : line.StartsWith("-ERR"u8) ? line[4..] : default;
        if ((!isPositive && !line.StartsWith("-ERR"u8)) || (!rest.IsEmpty && rest[0] != ' '))
            return false;
        var text = Printable(rest.TrimStart((byte)' '));
        string? code = null;
        if (text.StartsWith('[') && text.IndexOf(']', StringComparison.Ordinal) is > 0 and var end)
        {
            code = text[1..end].ToUpperInvariant();
            text = text[(end + 1)..].TrimStart(' ');
        }

        response = new Pop3Response(isPositive, code, text);
        return true;
    }

    public static string Printable(ReadOnlySpan<byte> text) =>
        string.Concat(Encoding.UTF8.GetString(text).Select(c => char.IsControl(c) ? '?' : c));
}

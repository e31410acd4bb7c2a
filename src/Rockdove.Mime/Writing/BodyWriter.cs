using System.Buffers;
using System.Buffers.Text;

namespace Rockdove.Mime;

/// <summary>Bodies in US-ASCII lines of at most 998 octets, so that any server carries them as they are.</summary>
internal static class BodyWriter
{
    /// <summary>Text with CRLF for every line end, and one after the last line.</summary>
    public static string Lines(string text)
    {
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal)
            .Replace('\r', '\n').Replace("\n", "\r\n", StringComparison.Ordinal);
        return lines.Length == 0 || lines.EndsWith('\n') ? lines : lines + "\r\n";
    }

    /// <summary>The encoding that a text needs; base64 when quoted-printable would be longer.</summary>
    public static TransferEncoding Choose(string lines)
    {
        var octets = 0;
        var others = 0;
        var line = 0;
        var isLong = false;
        foreach (var character in lines)
        {
            octets++;
            line = character == '\n' ? 0 : line + 1;
            isLong |= line > LongestLine;
            if (character is (< ' ' or > '~') and not ('\r' or '\n' or '\t'))
                others++;
        }

        if (others * 5 > octets)
            return TransferEncoding.Base64;
        // Our boundaries start with "=_", which neither encoding can write.
        var couldBeDelimiter = lines.Contains("--=_", StringComparison.Ordinal);
        return others > 0 || isLong || couldBeDelimiter ? TransferEncoding.QuotedPrintable : TransferEncoding.SevenBit;
    }

    public static void Write(ReadOnlySpan<byte> octets, TransferEncoding encoding, IBufferWriter<byte> output)
    {
        if (encoding == TransferEncoding.Base64)
            WriteBase64(octets, output);
        else if (encoding == TransferEncoding.QuotedPrintable)
            WriteQuotedPrintable(octets, output);
        else
            output.Write(octets);
    }

    private static void WriteBase64(ReadOnlySpan<byte> octets, IBufferWriter<byte> output)
    {
        while (!octets.IsEmpty)
        {
            var line = octets[..Math.Min(octets.Length, Base64LineOctets)];
            var span = output.GetSpan(EncodedLine + 2);
            Base64.EncodeToUtf8(line, span, out _, out var written);
            "\r\n"u8.CopyTo(span[written..]);
            output.Advance(written + 2);
            octets = octets[line.Length..];
        }
    }

    // CRLF stays; every other control and all above 127 are written in hexadecimal, as is a space before a line end.
    private static void WriteQuotedPrintable(ReadOnlySpan<byte> octets, IBufferWriter<byte> output)
    {
        var column = 0;
        for (var i = 0; i < octets.Length; i++)
        {
            var octet = octets[i];
            if (octet == (byte)'\r' && i + 1 < octets.Length && octets[i + 1] == (byte)'\n')
            {
                output.Write("\r\n"u8);
                column = 0;
                i++;
                continue;
            }

            var isLast = i + 1 == octets.Length || octets[i + 1] == (byte)'\r';
            var isPlain = octet is (>= (byte)' ' and <= (byte)'~' and not (byte)'=') or (byte)'\t'
                && !(isLast && octet is (byte)' ' or (byte)'\t');
            var width = isPlain ? 1 : 3;
            if (column + width > EncodedLine - 1) // Room for the "=" of a soft break.
            {
                output.Write("=\r\n"u8);
                column = 0;
            }

            var span = output.GetSpan(3);
            if (isPlain)
                span[0] = octet;
            else
                (span[0], span[1], span[2]) = ((byte)'=', Hex[octet >> 4], Hex[octet & 15]);
            output.Advance(width);
            column += width;
        }
    }

    private static ReadOnlySpan<byte> Hex => "0123456789ABCDEF"u8;

    private const int LongestLine = 998 + 1; // With its CR.
    private const int EncodedLine = 76;      // RFC 2045 sections 6.7 and 6.8.
    private const int Base64LineOctets = EncodedLine / 4 * 3;
}

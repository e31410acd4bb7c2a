namespace Rockdove.Mime;

/// <summary>
/// Quoted-printable (RFC 2045 section 6.7). Lower-case digits are accepted, as are soft breaks with padding and with LF
/// alone; an <c>=</c> that starts nothing stays as it is.
/// </summary>
internal static class QuotedPrintable
{
    /// <summary>
    /// Decodes a body; the result is never longer than the text. <paramref name="fault"/> is -1 if none.
    /// </summary>
    public static int Decode(ReadOnlySpan<byte> text, Span<byte> octets, out int fault)
    {
        fault = -1;
        int written = 0, i = 0;
        while (i < text.Length)
        {
            var plain = text[i..].IndexOfAny((byte)'=', (byte)' ', (byte)'\t');
            if (plain < 0)
                plain = text.Length - i;
            text.Slice(i, plain).CopyTo(octets[written..]);
            written += plain;
            i += plain;
            if (i == text.Length)
                break;

            if (text[i] != (byte)'=')
            {
                // Rule 3: white space at the end of a line was added on the way.
                var end = SkipSpace(text, i);
                if (LineBreak(text, end) == 0 && end < text.Length)
                {
                    text[i..end].CopyTo(octets[written..]);
                    written += end - i;
                }

                i = end;
                continue;
            }

            if (i + 2 < text.Length && Hex(text[i + 1]) is var high and >= 0 && Hex(text[i + 2]) is var low and >= 0)
            {
                octets[written++] = (byte)((high << 4) | low);
                i += 3;
                continue;
            }

            var after = SkipSpace(text, i + 1);
            var broken = LineBreak(text, after);
            if (broken > 0 || after == text.Length)
            {
                i = after + broken;
                continue;
            }

            if (fault < 0)
                fault = i;
            octets[written++] = (byte)'=';
            i++;
        }

        return written;
    }

    /// <summary>The Q encoding of header words (RFC 2047 section 4.2): no lines, and <c>_</c> is a space.</summary>
    public static int DecodeWord(ReadOnlySpan<byte> text, Span<byte> octets, out bool faulty)
    {
        faulty = false;
        var written = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var octet = text[i];
            if (octet == (byte)'_')
            {
                octet = (byte)' ';
            }
            else if (octet == (byte)'=')
            {
                if (i + 2 < text.Length && Hex(text[i + 1]) is var high and >= 0
                    && Hex(text[i + 2]) is var low and >= 0)
                {
                    octet = (byte)((high << 4) | low);
                    i += 2;
                }
                else
                {
                    faulty = true;
                }
            }

            octets[written++] = octet;
        }

        return written;
    }

    /// <summary>The value of a hexadecimal digit, or -1.</summary>
    public static int Hex(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        _ => -1,
    };

    private static int SkipSpace(ReadOnlySpan<byte> text, int from)
    {
        while (from < text.Length && text[from] is (byte)' ' or (byte)'\t')
            from++;
        return from;
    }

    private static int LineBreak(ReadOnlySpan<byte> text, int at) =>
        at >= text.Length ? 0
        : text[at] == (byte)'\n' ? 1
        : text[at] == (byte)'\r' && at + 1 < text.Length && text[at + 1] == (byte)'\n' ? 2
        : 0;
}

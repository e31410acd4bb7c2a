namespace Rockdove.Mime;

/// <summary>
/// uuencode, as POSIX describes it and some mail programs still name it in Content-Transfer-Encoding: lines of a length
/// and so many groups of four characters, between <c>begin</c> and <c>end</c>.
/// </summary>
internal static class UuText
{
    /// <summary>
    /// Decodes into a span as long as the text; returns the octets written. Lines before <c>begin</c> are skipped, and
    /// so is everything if there is none; <paramref name="fault"/> is where the first damage lies, or -1.
    /// </summary>
    public static int Decode(ReadOnlySpan<byte> text, Span<byte> octets, out int fault)
    {
        fault = -1;
        var position = SkipToBegin(text);
        if (position < 0)
        {
            fault = text.IsEmpty ? -1 : 0;
            return 0;
        }

        var written = 0;
        while (position < text.Length)
        {
            var end = text[position..].IndexOf((byte)'\n');
            var next = end < 0 ? text.Length : position + end + 1;
            var line = text[position..next].TrimEnd("\r\n"u8);
            if (line.SequenceEqual("end"u8))
                return written;
            if (!line.IsEmpty && !DecodeLine(line, octets, ref written) && fault < 0)
                fault = position;
            position = next;
        }

        if (fault < 0)
            fault = text.Length - 1; // No "end".
        return written;
    }

    private static int SkipToBegin(ReadOnlySpan<byte> text)
    {
        var position = 0;
        while (position < text.Length)
        {
            var line = text[position..];
            var end = line.IndexOf((byte)'\n');
            if (line.StartsWith("begin "u8))
                return end < 0 ? text.Length : position + end + 1;
            if (end < 0)
                break;
            position += end + 1;
        }

        return -1;
    }

    // A space and a grave accent are both zero; spaces at the end of a line are lost on the way, and are zero then.
    private static bool DecodeLine(ReadOnlySpan<byte> line, Span<byte> octets, ref int written)
    {
        var isWhole = IsDigit(line[0]);
        var length = isWhole ? Value(line[0]) : 0;
        var groups = line[1..];
        for (var i = 0; i < length; i++)
        {
            var at = i / 3 * 4;
            if (at >= groups.Length)
                return false;
            int bits = 0;
            for (var j = at; j < at + 4; j++)
            {
                var digit = j < groups.Length ? groups[j] : (byte)' ';
                isWhole &= IsDigit(digit);
                bits = (bits << 6) | Value(digit);
            }

            octets[written++] = (byte)(bits >> (16 - (i % 3 * 8)));
        }

        return isWhole;
    }

    private static bool IsDigit(byte octet) => octet is >= (byte)' ' and <= (byte)'`';

    private static int Value(byte octet) => (octet - ' ') & 0x3F;
}

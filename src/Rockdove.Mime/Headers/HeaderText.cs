using System.Text;

namespace Rockdove.Mime;

/// <summary>From the raw octets of a field body to text.</summary>
internal static class HeaderText
{
    /// <summary>
    /// Drops line ends (RFC 5322 section 2.2.3) and the white space around the value. Octets above 127 are UTF-8 if
    /// they can be (RFC 6532), else Latin-1.
    /// </summary>
    public static string Unfold(ReadOnlySpan<byte> raw)
    {
        raw = raw.Trim(" \t\r\n"u8);
        if (raw.IndexOf((byte)'\n') < 0)
            return Charsets.Guess(raw);

        using var octets = new MemoryOctets(raw.Length);
        while (true)
        {
            var end = raw.IndexOf((byte)'\n');
            if (end < 0)
                break;
            octets.Append(end > 0 && raw[end - 1] == (byte)'\r' ? raw[..(end - 1)] : raw[..end]);
            raw = raw[(end + 1)..];
        }

        octets.Append(raw);
        return Charsets.Guess(octets.Written);
    }

    /// <summary>
    /// Text that can be shown, logged or written into another header: a decoded CR, LF or tab becomes a space, and any
    /// other control becomes U+FFFD. Without this an encoded word could start a header of its own somewhere later.
    /// </summary>
    public static string Safe(string text)
    {
        var first = text.AsSpan().IndexOfAny(Controls);
        if (first < 0)
            return text;
        var safe = new StringBuilder(text);
        for (var i = first; i < safe.Length; i++)
        {
            if (safe[i] is '\r' or '\n' or '\t')
                safe[i] = ' ';
            else if (char.IsControl(safe[i]))
                safe[i] = '\uFFFD';
        }

        return safe.ToString();
    }

    private static readonly System.Buffers.SearchValues<char> Controls = System.Buffers.SearchValues.Create(
        string.Concat(Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(char.IsControl)));
}

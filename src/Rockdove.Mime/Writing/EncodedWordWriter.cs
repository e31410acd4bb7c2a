using System.Text;

namespace Rockdove.Mime;

/// <summary>Encoded words of RFC 2047, in UTF-8: at most 75 characters each, and no character cut in two.</summary>
internal static class EncodedWordWriter
{
    /// <summary>The words; a space goes between them when they are written, and is not part of the text.</summary>
    public static IEnumerable<string> Encode(string text)
    {
        var octets = Encoding.UTF8.GetBytes(text);
        var plain = octets.Count(IsSafe);
        var isBase64 = plain * 2 < octets.Length;
        for (var start = 0; start < octets.Length;)
        {
            var end = End(octets, start, isBase64);
            var word = octets.AsSpan(start, end - start);
            yield return isBase64
                ? $"=?utf-8?B?{Convert.ToBase64String(word)}?="
                : $"=?utf-8?Q?{Quoted(word)}?=";
            start = end;
        }
    }

    // As many whole characters as fit.
    private static int End(byte[] octets, int start, bool isBase64)
    {
        int end = start, length = 0;
        while (end < octets.Length)
        {
            var next = end + 1;
            while (next < octets.Length && (octets[next] & 0xC0) == 0x80)
                next++;
            var more = 0;
            for (var i = end; i < next; i++)
                more += IsSafe(octets[i]) || octets[i] == ' ' ? 1 : 3;
            length = isBase64 ? (next - start + 2) / 3 * 4 : length + more;
            if (length > LongestText && end > start)
                break;
            end = next;
        }

        return end;
    }

    private static string Quoted(ReadOnlySpan<byte> octets)
    {
        var text = new StringBuilder(octets.Length * 3);
        foreach (var octet in octets)
        {
            if (octet == ' ')
                text.Append('_');
            else if (IsSafe(octet))
                text.Append((char)octet);
            else
                text.Append('=').Append(octet.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    // Section 5 rule 3: what may stand in a word that is part of a display name.
    private static bool IsSafe(byte octet) =>
        char.IsAsciiLetterOrDigit((char)octet) || "!*+-/"u8.Contains(octet);

    private const int LongestText = 75 - 12; // =?utf-8?Q??=
}

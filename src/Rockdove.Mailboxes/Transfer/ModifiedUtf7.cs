using System.Text;

namespace Rockdove.Mailboxes;

/// <summary>
/// Mailbox names as Dovecot and Courier have them on disk (RFC 3501 section 5.1.3): what is not printable ASCII is
/// UTF-16 in a Base64 of its own between <c>&amp;</c> and <c>-</c>.
/// </summary>
internal static class ModifiedUtf7
{
    public static string Encode(string name)
    {
        var text = new StringBuilder();
        for (var i = 0; i < name.Length;)
        {
            var end = i;
            while (end < name.Length && !IsPlain(name[end]))
                end++;
            if (end > i)
            {
                text.Append('&').Append(Base64(name[i..end])).Append('-');
                i = end;
                continue;
            }
            text.Append(name[i] == '&' ? "&-" : name[i].ToString());
            i++;
        }
        return text.ToString();
    }

    /// <summary>What is not of this form stays as it is.</summary>
    public static string Decode(string text)
    {
        var name = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var end = text[i] == '&' ? text.IndexOf('-', i) : -1;
            if (end < 0)
            {
                name.Append(text[i]);
            }
            else if (end == i + 1)
            {
                name.Append('&');
                i = end;
            }
            else if (FromBase64(text[(i + 1)..end]) is { } decoded)
            {
                name.Append(decoded);
                i = end;
            }
            else
            {
                name.Append(text[i]);
            }
        }
        return name.ToString();
    }

    private static string Base64(string text) =>
        Convert.ToBase64String(Encoding.BigEndianUnicode.GetBytes(text)).TrimEnd('=').Replace('/', ',');

    private static string? FromBase64(string text)
    {
        var padded = text.Replace(',', '/') + new string('=', (4 - text.Length % 4) % 4);
        var octets = new byte[padded.Length];
        return Convert.TryFromBase64String(padded, octets, out var count) && count % 2 == 0
            ? Encoding.BigEndianUnicode.GetString(octets, 0, count)
            : null;
    }

    private static bool IsPlain(char letter) => letter is >= ' ' and <= '~';
}

using System.Text;

namespace Rockdove.Imap;

/// <summary>
/// Mailbox names on the wire: UTF-8 after ENABLE IMAP4rev2 or UTF8=ACCEPT, modified UTF-7 before (RFC 3501 section
/// 5.1.3).
/// </summary>
internal static class MailboxText
{
    /// <summary>Decodes a name. INBOX in any case is INBOX (RFC 9051 section 5.1).</summary>
    public static bool TryDecode(ImapString raw, bool isUtf8, out string name)
    {
        if (!raw.TryGetText(out name))
            return false;
        if (!isUtf8 && !TryDecodeUtf7(name, out name))
            return false;
        if (name.Equals(Inbox, StringComparison.OrdinalIgnoreCase))
            name = Inbox;
        return true;
    }

    /// <summary>
    /// A name that a mailbox may be given: no empty level, no control character (RFC 9051 section 5.1), no wildcard,
    /// and no level that a file system would understand as another place.
    /// </summary>
    public static bool IsFitToCreate(string name, char delimiter, int limitBytes) =>
        name.Length > 0 && Encoding.UTF8.GetByteCount(name) <= limitBytes
        && !name.Any(symbol => char.IsControl(symbol) || symbol is '%' or '*' or '\u2028' or '\u2029' or '\uFFFD')
        && name.Split(delimiter).All(level => level is not ("" or "." or ".."));

    /// <summary>Modified UTF-7, strictly: what would be written otherwise is not read.</summary>
    public static bool TryDecodeUtf7(string text, out string name)
    {
        name = text;
        if (!Ascii.IsValid(text))
            return false;
        if (!text.Contains('&', StringComparison.Ordinal))
            return true;
        var decoded = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '&')
            {
                decoded.Append(text[i]);
                continue;
            }

            var end = text.IndexOf('-', i);
            if (end < 0 || (end > i + 1 && !TryDecodeShifted(text.AsSpan(i + 1, end - i - 1), decoded)))
                return false;
            if (end == i + 1)
                decoded.Append('&');
            i = end;
        }

        name = decoded.ToString();
        return EncodeUtf7(name) == text; // One name has one form: no ASCII in base64, no shift out and in again.
    }

    public static string EncodeUtf7(string name)
    {
        if (!name.AsSpan().ContainsAnyExceptInRange(' ', '~') && !name.Contains('&', StringComparison.Ordinal))
            return name;
        var text = new StringBuilder(name.Length + 16);
        for (var i = 0; i < name.Length;)
        {
            if (name[i] is >= ' ' and <= '~')
            {
                text.Append(name[i] == '&' ? "&-" : name[i].ToString());
                i++;
                continue;
            }

            var end = i;
            while (end < name.Length && name[end] is not (>= ' ' and <= '~'))
                end++;
            var units = Encoding.BigEndianUnicode.GetBytes(name[i..end]);
            text.Append('&')
                .Append(Convert.ToBase64String(units).TrimEnd('=').Replace('/', ','))
                .Append('-');
            i = end;
        }

        return text.ToString();
    }

    private static bool TryDecodeShifted(ReadOnlySpan<char> shifted, StringBuilder decoded)
    {
        if (shifted.ContainsAny('/', '=') || shifted.Length % 4 == 1)
            return false;
        var base64 = shifted.ToString().Replace(',', '/').PadRight((shifted.Length + 3) / 4 * 4, '=');
        var units = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, units, out var length) || length % 2 != 0)
            return false;
        try
        {
            decoded.Append(StrictUtf16.GetString(units, 0, length));
            return true;
        }
        catch (DecoderFallbackException) // Half a surrogate pair. The framework has no other way to say so.
        {
            return false;
        }
    }

    private static readonly UnicodeEncoding StrictUtf16 =
        new(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true);

    public const string Inbox = "INBOX";
}

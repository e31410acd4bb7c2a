using System.Text;

namespace Rockdove.Imap;

/// <summary>
/// i;unicode-casemap (RFC 5051), by which SORT and THREAD compare texts (RFC 5256 section 7): letters in one case,
/// compatibility decomposed, then octets of UTF-8.
/// </summary>
internal static class Collation
{
    public static byte[] KeyOf(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return [];
        if (Ascii.IsValid(text))
            return Encoding.ASCII.GetBytes(text.ToUpperInvariant());

        // Half a surrogate pair is no text; going through UTF-8 makes it U+FFFD, which can be normalised.
        var whole = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        return Encoding.UTF8.GetBytes(whole.ToUpperInvariant().Normalize(NormalizationForm.FormKD));
    }
}

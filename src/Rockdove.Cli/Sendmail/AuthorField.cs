using System.Text;

namespace Rockdove.Cli;

/// <summary>A name and an address as the field From has them (RFC 5322 section 3.4), in ASCII.</summary>
internal static class AuthorField
{
    public static string Of(string name, string address)
    {
        var clean = new string([.. name.Select(c => char.IsControl(c) ? ' ' : c)]).Trim();
        if (clean.Length == 0)
            return address;
        return Ascii.IsValid(clean)
            ? $"\"{string.Concat(clean.Select(c => c is '"' or '\\' ? $"\\{c}" : $"{c}"))}\" <{address}>"
            : $"{Encoded(clean)} <{address}>";
    }

    /// <summary>RFC 2047: words of 75 characters at most, none of which cuts a character.</summary>
    private static string Encoded(string name)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
        {
            if (Encoding.UTF8.GetByteCount($"{word}{rune}") > WordBytes)
            {
                words.Add($"{word}");
                word.Clear();
            }

            word.Append(rune);
        }

        words.Add($"{word}");
        return string.Join(
            ' ', words.Select(one => $"=?UTF-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(one))}?="));
    }

    /// <summary>In base64 60 characters, with what stands around them 72.</summary>
    private const int WordBytes = 45;
}

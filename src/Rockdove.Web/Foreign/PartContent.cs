using System.Globalization;
using System.Text;
using Rockdove.Mime;

namespace Rockdove.Web;

/// <summary>What may be said of a part in HTTP. Its type and name are a peer's text.</summary>
internal static class PartContent
{
    /// <summary>
    /// The last component of the name the sender gave, without controls and without marks that turn the direction of
    /// text round, so that it ends as it seems to; never a path, perhaps empty.
    /// </summary>
    public static string FileName(MimePart part)
    {
        var name = part.FileName ?? "";
        name = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        name = string.Concat(name.Where(character => !char.IsControl(character) && !IsDirection(character)));
        return name.Length <= NameCharacters ? name : name[..NameCharacters];
    }

    /// <summary>The type and, for text, the charset; a type that is no pair of tokens is plain octets.</summary>
    public static string ContentType(MimePart part)
    {
        var type = part.ContentType;
        if (!IsToken(type.Type) || !IsToken(type.Subtype))
            return "application/octet-stream";
        return type.Type == "text" && type.Charset is { } charset && IsToken(charset)
            ? $"{type.MediaType}; charset={charset}"
            : type.MediaType;
    }

    /// <summary>
    /// A Content-Disposition (RFC 6266) with a name that any header can hold: whole in <c>filename*</c>, and for
    /// programs that do not know that one, in <c>filename</c> with an underscore for what is not plain.
    /// </summary>
    public static string Disposition(string kind, string fileName)
    {
        if (fileName.Length == 0)
            return kind;
        var plain = string.Concat(fileName.Select(c => char.IsAsciiLetterOrDigit(c) || " -._".Contains(c) ? c : '_'));
        var escaped = new StringBuilder();
        foreach (var octet in Encoding.UTF8.GetBytes(fileName))
        {
            if (char.IsAsciiLetterOrDigit((char)octet) || "!#$&+-.^_`|~".Contains((char)octet))
                escaped.Append((char)octet);
            else
                escaped.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
        }

        return $"{kind}; filename=\"{plain}\"; filename*=UTF-8''{escaped}";
    }

    /// <summary>Embeddings, overrides, isolates and marks (Unicode Standard Annex 9, section 2).</summary>
    private static bool IsDirection(char character) =>
        character is '\u061c' or '\u200e' or '\u200f' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');

    private static bool IsToken(string text) =>
        text.Length is > 0 and <= NameCharacters
        && text.All(c => char.IsAsciiLetterOrDigit(c) || "!#$&-^_.+".Contains(c));

    /// <summary>Longer names are no names. File systems stop at 255.</summary>
    private const int NameCharacters = 200;
}

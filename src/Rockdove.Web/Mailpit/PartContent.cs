using System.Globalization;
using System.Text;
using Rockdove.Mime;

namespace Rockdove.Web;

/// <summary>What may be said of a part in HTTP. Its type and name are a peer's text.</summary>
internal static class PartContent
{
    /// <summary>
    /// The last component of the name the sender gave, without controls; never a path, perhaps empty.
    /// </summary>
    public static string FileName(MimePart part)
    {
        var name = part.FileName ?? "";
        name = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        name = string.Concat(name.Where(character => !char.IsControl(character)));
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

    /// <summary>A Content-Disposition for a download (RFC 6266), with a name that any header can hold.</summary>
    public static string Disposition(string kind, string fileName)
    {
        if (fileName.Length == 0)
            return kind;
        var escaped = new StringBuilder();
        foreach (var octet in Encoding.UTF8.GetBytes(fileName))
        {
            if (char.IsAsciiLetterOrDigit((char)octet) || "!#$&+-.^_`|~".Contains((char)octet))
                escaped.Append((char)octet);
            else
                escaped.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
        }

        return $"{kind}; filename*=UTF-8''{escaped}";
    }

    private static bool IsToken(string text) =>
        text.Length is > 0 and <= NameCharacters
        && text.All(c => char.IsAsciiLetterOrDigit(c) || "!#$&-^_.+".Contains(c));

    /// <summary>Longer names are no names. File systems stop at 255.</summary>
    private const int NameCharacters = 200;
}

using System.Globalization;
using System.Text;

namespace Rockdove.Mailboxes;

/// <summary>
/// Names of owners and mailboxes as names of files and back: what a file system or a format would take amiss is
/// written as <c>%</c> and two hexadecimal digits for each octet of its UTF-8.
/// </summary>
internal static class ArchiveNames
{
    /// <summary>
    /// The folder that the mailboxes of an owner lie in, with a slash; none for the owner of the root.
    /// </summary>
    public static string OwnerFolder(string owner, string rootOwner) =>
        owner == rootOwner ? "" : OwnerPrefix + Encode(owner, allowStops: true) + "/";

    /// <summary>Whose folder it is, or null if it is nobody's.</summary>
    public static string? OwnerOf(string folder) =>
        folder.StartsWith(OwnerPrefix, StringComparison.Ordinal) ? Decode(folder[OwnerPrefix.Length..]) : null;

    /// <summary>One name, without any separator in it.</summary>
    public static string Encode(string name, bool allowStops)
    {
        var text = new StringBuilder();
        var left = name.EnumerateRunes().Count();
        foreach (var rune in name.EnumerateRunes())
        {
            left--;
            // In front it would hide the file, at the end Windows would drop it.
            var isPlain = rune.Value == '.' ? allowStops && text.Length > 0 && left > 0 : IsPlain(rune);
            if (isPlain && !(text.Length == 0 && name.StartsWith(OwnerPrefix, StringComparison.Ordinal)))
                text.Append(rune);
            else
                Escape(text, rune);
        }
        return text.ToString();
    }

    /// <summary>The name of a file back; what is no escape stays as it is.</summary>
    public static string Decode(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
            return text;
        var octets = new List<byte>();
        var utf8 = Encoding.UTF8.GetBytes(text);
        for (var i = 0; i < utf8.Length; i++)
        {
            if (utf8[i] == '%' && i + 2 < utf8.Length
                && byte.TryParse(utf8.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, null, out var octet))
            {
                octets.Add(octet);
                i += 2;
            }
            else
            {
                octets.Add(utf8[i]);
            }
        }
        return Encoding.UTF8.GetString([.. octets]);
    }

    /// <summary>A mailbox name as a path: its parts, which <c>/</c> separates, are folders.</summary>
    public static string EncodePath(string name) =>
        string.Join('/', name.Split('/').Select(part => EncodePart(part, allowStops: true)));

    /// <summary>A part may be empty: that is <c>%</c>.</summary>
    public static string EncodePart(string part, bool allowStops) => part.Length == 0 ? "%" : Encode(part, allowStops);

    public static string DecodePath(string path) => string.Join('/', path.Split('/').Select(DecodePart));

    public static string DecodePart(string part) => part == "%" ? "" : Decode(part);

    private static bool IsPlain(Rune rune) =>
        rune.Value > 0x9f && rune != Rune.ReplacementChar
        || rune.IsAscii && (Rune.IsLetterOrDigit(rune) || Allowed.Contains((char)rune.Value, StringComparison.Ordinal));

    private static void Escape(StringBuilder text, Rune rune)
    {
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var octet in utf8[..rune.EncodeToUtf8(utf8)])
            text.Append('%').Append(octet.ToString("x2", CultureInfo.InvariantCulture));
    }

    private const string OwnerPrefix = "owner=";

    private const string Allowed = " !#$&'()+,-;=@[]^_`{}~";
}

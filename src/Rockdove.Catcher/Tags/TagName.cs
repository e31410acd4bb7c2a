using System.Buffers;
using Rockdove.Storage;

namespace Rockdove.Catcher;

/// <summary>
/// The name of a tag, and the keyword of IMAP that a message with it has. A space, which no keyword can have, is
/// <c>+</c>, which no tag can have; the rest is the same. Keywords that begin with <c>$</c> are programs' own (RFC
/// 5788) and are no tags; others that a mail program sets are, under their own name.
/// </summary>
public static class TagName
{
    /// <summary>The tag that a keyword is; null if it is none.</summary>
    public static string? Of(string keyword)
    {
        ArgumentNullException.ThrowIfNull(keyword);
        if (keyword.StartsWith('$'))
            return null;
        var spaced = keyword.Replace('+', ' ');
        return IsTag(spaced) ? spaced : keyword;
    }

    /// <summary>
    /// The keyword of a tag: letters, digits, <c>-</c> <c>_</c> <c>.</c> <c>@</c> and single spaces between them, at
    /// most
    /// <see cref="MaximumLength"/> of them; or a keyword that is no such tag, as <see cref="Of"/> shows it. Null if it
    /// cannot be one.
    /// </summary>
    public static string? ToKeyword(string tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        var clean = string.Join(' ', tag.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (IsTag(clean))
            return clean.Replace(' ', '+');
        return FlagSet.IsKeyword(clean) && Of(clean) == clean ? clean : null;
    }

    private static bool IsTag(string text) =>
        text.Length is > 0 and <= MaximumLength
        && !text.AsSpan().ContainsAnyExcept(Characters)
        && text[0] != ' ' && text[^1] != ' ' && !text.Contains("  ", StringComparison.Ordinal);

    /// <summary>Characters of a tag; more would not be read on a page.</summary>
    public const int MaximumLength = 100;

    private static readonly SearchValues<char> Characters = SearchValues.Create(
        " -.0123456789@ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");
}

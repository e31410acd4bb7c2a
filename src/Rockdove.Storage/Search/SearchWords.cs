using System.Globalization;

namespace Rockdove.Storage;

/// <summary>What a word is: a run of letters, digits and the marks upon them.</summary>
public static class SearchWords
{
    /// <summary>
    /// Whether a character is one of a word. Half of a pair beyond U+FFFF always is: few of those characters are
    /// anything else.
    /// </summary>
    public static bool IsWord(char character) => char.IsAscii(character)
        ? char.IsAsciiLetterOrDigit(character)
        : char.IsLetterOrDigit(character) || char.IsSurrogate(character)
            || char.GetUnicodeCategory(character)
                is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    internal static string[] Of(string text)
    {
        var words = new List<string>();
        for (var i = 0; i < text.Length;)
        {
            if (!IsWord(text[i]))
            {
                i++;
                continue;
            }
            var end = EndOf(text, i);
            words.Add(text[i..end]);
            i = end;
        }
        return [.. words];
    }

    /// <summary>
    /// Whether the words stand in the text, one behind the other, the first at the beginning of a word.
    /// </summary>
    /// <param name="text">Folded.</param>
    /// <param name="words">Folded.</param>
    /// <param name="lastGoesOn">Whether the last one may be the beginning of a longer word.</param>
    internal static bool Contains(ReadOnlySpan<char> text, IReadOnlyList<string> words, bool lastGoesOn)
    {
        if (words.Count == 0)
            return false;
        for (var at = 0; text[at..].IndexOf(words[0]) is >= 0 and var next; at++)
        {
            at += next;
            if ((at == 0 || !IsWord(text[at - 1])) && Follow(text, at, words, lastGoesOn))
                return true;
        }
        return false;
    }

    private static bool Follow(ReadOnlySpan<char> text, int at, IReadOnlyList<string> words, bool lastGoesOn)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (!text[at..].StartsWith(words[i], StringComparison.Ordinal))
                return false;
            at += words[i].Length;
            var isLast = i == words.Count - 1;
            if (isLast && lastGoesOn)
                return true;
            if (at < text.Length && IsWord(text[at]))
                return false;
            while (!isLast && at < text.Length && !IsWord(text[at]))
                at++;
        }
        return true;
    }

    private static int EndOf(string text, int at)
    {
        while (at < text.Length && IsWord(text[at]))
            at++;
        return at;
    }
}

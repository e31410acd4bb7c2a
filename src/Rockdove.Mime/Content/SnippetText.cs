using System.Text;

namespace Rockdove.Mime;

/// <summary>The start of a text on one line.</summary>
internal static class SnippetText
{
    /// <summary>White space and controls become single spaces; no surrogate pair is cut.</summary>
    public static string Collapse(string text, int characters)
    {
        var result = new StringBuilder(Math.Min(characters, text.Length));
        var isSpace = false;
        foreach (var character in text)
        {
            if (char.IsWhiteSpace(character) || char.IsControl(character) || IsInvisible(character))
            {
                isSpace = isSpace || !IsInvisible(character);
                continue;
            }

            var needed = isSpace && result.Length > 0 ? 2 : 1;
            if (result.Length + needed > characters)
                break;
            if (needed == 2)
                result.Append(' ');
            result.Append(character);
            isSpace = false;
        }

        if (result.Length > 0 && char.IsHighSurrogate(result[^1]))
            result.Length--;
        return result.ToString().TrimEnd();
    }

    // Newsletters pad their preview text with these.
    private static bool IsInvisible(char character) =>
        character is '\u00AD' or '\u034F' or '\u200B' or '\u200C' or '\u2060' or '\uFEFF';
}

namespace Rockdove.Configuration;

/// <summary>
/// Makes blanks of comments, so that what is left is JSON with every character where it was: <c>#</c> and <c>//</c> to
/// the end of the line, <c>/* */</c> over lines. In a text none of them begins a comment.
/// </summary>
internal static class CommentBlanks
{
    /// <summary>The text without comments.</summary>
    /// <param name="text">As it was written.</param>
    /// <param name="openAt">Where a comment begins that has no end; -1 if there is none.</param>
    public static string Of(string text, out int openAt)
    {
        openAt = -1;
        var blanked = text.ToCharArray();
        for (var i = 0; i < blanked.Length; i++)
        {
            if (blanked[i] == '"')
            {
                i = EndOfText(text, i);
            }
            else if (blanked[i] == '#' || text.AsSpan(i).StartsWith("//", StringComparison.Ordinal))
            {
                var end = text.IndexOf('\n', i);
                i = Blank(blanked, i, end < 0 ? text.Length : end);
            }
            else if (text.AsSpan(i).StartsWith("/*", StringComparison.Ordinal))
            {
                var end = text.IndexOf("*/", i + 2, StringComparison.Ordinal);
                if (end < 0)
                    openAt = i;
                i = Blank(blanked, i, end < 0 ? text.Length : end + 2);
            }
        }

        return new string(blanked);
    }

    private static int EndOfText(string text, int start)
    {
        for (var i = start + 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] is '"' or '\n')
                return i;
        }

        return text.Length;
    }

    private static int Blank(char[] text, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (text[i] is not ('\r' or '\n'))
                text[i] = ' ';
        }

        return end - 1;
    }
}

using System.Buffers;

namespace Rockdove.Storage;

/// <summary>
/// How texts are compared: without regard to case, and with every run of white space as one space, so that a word that
/// was wrapped is found as it was written.
/// </summary>
/// <remarks>
/// Each character takes its simple upper case, as RFC 5051 (i;unicode-casemap) begins. Its second step, decomposition,
/// is left out: é in one character and é in two are not the same here. Half of a surrogate pair is U+FFFD.
/// </remarks>
public static class SearchFold
{
    public static string Of(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return "";
        var buffer = ArrayPool<char>.Shared.Rent(text.Length);
        try
        {
            return new string(buffer.AsSpan(0, Fold(text, buffer)));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    /// <summary>Folds a text into a buffer that has room for it as it is.</summary>
    /// <returns>Characters of the folded text.</returns>
    internal static int Fold(ReadOnlySpan<char> text, Span<char> folded)
    {
        text.ToUpperInvariant(folded);
        folded = folded[..text.Length];
        ReplaceHalves(folded);
        return Collapse(folded);
    }

    /// <summary>
    /// A number that is another one where cases are mapped otherwise: the runtime takes its tables from the system or
    /// from itself. An index made with other cases finds less.
    /// </summary>
    public static int CaseTable { get; } = Number();

    /// <summary>Half of a pair is no character, and UTF-8 has no octets for it.</summary>
    private static void ReplaceHalves(Span<char> text)
    {
        for (var i = 0; text[i..].IndexOfAnyInRange('\ud800', '\udfff') is >= 0 and var next; i++)
        {
            i += next;
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
                i++;
            else
                text[i] = '\ufffd';
        }
    }

    private static int Collapse(Span<char> text)
    {
        var next = text.IndexOfAny(WhiteSpace);
        if (next < 0)
            return text.Length;
        var wasSpace = false;
        var length = next;
        for (var i = next; i < text.Length; i++)
        {
            var isSpace = text[i] <= ' ' ? text[i] is ' ' or (>= '\t' and <= '\r') : char.IsWhiteSpace(text[i]);
            if (!isSpace)
                text[length++] = text[i];
            else if (!wasSpace)
                text[length++] = ' ';
            wasSpace = isSpace;
        }
        return length;
    }

    private static int Number()
    {
        var hash = 17;
        Span<char> upper = stackalloc char[1];
        for (var code = 0; code <= char.MaxValue; code++)
        {
            ((ReadOnlySpan<char>)[(char)code]).ToUpperInvariant(upper);
            hash = unchecked(hash * 31 + upper[0]);
        }
        return hash;
    }

    private static readonly SearchValues<char> WhiteSpace = SearchValues.Create(
        string.Concat(Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code).Where(char.IsWhiteSpace)));
}

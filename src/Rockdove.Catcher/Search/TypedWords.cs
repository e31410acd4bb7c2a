using System.Text;

namespace Rockdove.Catcher;

/// <summary>What a piece of a typed search is.</summary>
internal enum TypedWordKind : byte
{
    /// <summary>A word, without its quotes.</summary>
    Word,

    /// <summary>OR in capitals and without quotes.</summary>
    Or,

    /// <summary>The beginning of a group.</summary>
    Open,

    /// <summary>Its end.</summary>
    Close,
}

/// <summary>A piece of a typed search.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">What is in it, of a word.</param>
/// <param name="IsNot">It has <c>-</c> or <c>!</c> before it.</param>
internal readonly record struct TypedWord(TypedWordKind Kind, string Text = "", bool IsNot = false);

/// <summary>
/// Takes a typed search apart. A quote begins and ends anywhere in a word and is no part of it, as in Mailpit. A
/// parenthesis is one where a word begins or ends and it has a partner; elsewhere it is a character. A regular
/// expression is a word up to the slash that ends it, whatever is in it.
/// </summary>
internal static class TypedWords
{
    public static List<TypedWord> Of(string text)
    {
        var words = new List<TypedWord>();
        var open = 0;
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var isNot = IsNot(text, at);
            if (text[isNot ? at + 1 : at] == '(')
            {
                words.Add(new(TypedWordKind.Open, IsNot: isNot));
                at += isNot ? 2 : 1;
                open++;
                continue;
            }

            at = TakeWord(text, at, words, ref open);
        }

        return words;
    }

    private static bool IsNot(string text, int at) =>
        text[at] is '-' or '!' && at + 1 < text.Length && !char.IsWhiteSpace(text[at + 1]);

    private static int TakeWord(string text, int at, List<TypedWord> words, ref int open)
    {
        if (EndOfExpression(text, at) is { } end)
        {
            Add(text[at..end], wasQuoted: true, words);
            return end;
        }

        var word = new StringBuilder();
        var (quoted, wasQuoted, depth, closes) = (false, false, 0, 0);
        for (; at < text.Length && (quoted || !char.IsWhiteSpace(text[at])); at++)
        {
            if (text[at] == '"')
            {
                quoted = !quoted;
                wasQuoted = true;
                closes = 0;
                continue;
            }

            depth += quoted ? 0 : text[at] switch { '(' => 1, ')' => -1, _ => 0 };
            closes = !quoted && text[at] == ')' ? closes + 1 : 0;
            word.Append(text[at]);
        }

        // Those at the end that have no partner in the word end groups, as far as there are any.
        var ends = Math.Min(Math.Min(closes, Math.Max(-depth, 0)), open);
        Add(word.ToString(0, word.Length - ends), wasQuoted, words);
        for (var i = 0; i < ends; i++)
            words.Add(new(TypedWordKind.Close));
        open -= ends;
        return at;
    }

    /// <summary>
    /// Behind <c>subject:/…/</c>, if that begins here: at the first slash that has nothing behind it but a space, the
    /// end of a group or of all.
    /// </summary>
    private static int? EndOfExpression(string text, int at)
    {
        var name = IsNot(text, at) ? at + 1 : at;
        if (!text.AsSpan(name).StartsWith(Expression, StringComparison.OrdinalIgnoreCase))
            return null;
        for (var i = name + Expression.Length + 1; i < text.Length; i++)
        {
            if (text[i] == '/' && (i + 1 == text.Length || char.IsWhiteSpace(text[i + 1]) || text[i + 1] == ')'))
                return i + 1;
        }

        return null;
    }

    private static void Add(string text, bool wasQuoted, List<TypedWord> words)
    {
        text = text.Trim();
        if (text.Length == 0)
            return;
        if (text == "OR" && !wasQuoted)
            words.Add(new(TypedWordKind.Or, text));
        else if (text.Length > 1 && text[0] is '-' or '!')
            words.Add(new(TypedWordKind.Word, text[1..], IsNot: true));
        else
            words.Add(new(TypedWordKind.Word, text));
    }

    private const string Expression = "subject:/";
}

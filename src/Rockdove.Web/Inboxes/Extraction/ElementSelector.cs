namespace Rockdove.Web;

/// <summary>
/// Selectors of CSS as far as tests need them: <c>a</c>, <c>*</c>, <c>#id</c>, <c>.class</c>, <c>[name]</c> and
/// <c>[name=value]</c> with <c>^=</c>, <c>$=</c> and <c>*=</c>, together or with spaces between them for what is
/// within.
/// It goes from an element up once, and never back.
/// </summary>
internal sealed class ElementSelector
{
    private readonly List<List<Func<HtmlElement, bool>>> _steps = [];

    private ElementSelector()
    {
    }

    /// <exception cref="RefusalException">It cannot be read.</exception>
    public static ElementSelector Parse(string text)
    {
        if (text.Length > LongestText)
            throw RefusalException.BadRequest($"selector has {LongestText} characters at most.");
        var selector = new ElementSelector();
        var position = 0;
        while (position < text.Length)
        {
            if (text[position] == ' ')
            {
                position++;
                continue;
            }

            var step = new List<Func<HtmlElement, bool>>();
            while (position < text.Length && text[position] != ' ')
                step.Add(ParseTest(text, ref position, isFirst: step.Count == 0));
            selector._steps.Add(step);
            if (selector._steps.Sum(one => one.Count) > MostTests)
            {
                throw RefusalException.BadRequest(
                    $"selector has {MostTests} tags, ids, classes and attributes at most.");
            }
        }

        return selector._steps.Count > 0 ? selector : throw Unreadable(0, "it is empty");
    }

    public bool Matches(HtmlElement element)
    {
        if (!Fits(element, _steps[^1]))
            return false;
        var around = element.Parent;
        for (var i = _steps.Count - 2; i >= 0; i--)
        {
            // The nearest one that fits: whatever fits further out would fit with it too.
            while (around is not null && !Fits(around, _steps[i]))
                around = around.Parent;
            if (around is null)
                return false;
            around = around.Parent;
        }

        return true;
    }

    private static bool Fits(HtmlElement element, List<Func<HtmlElement, bool>> step) =>
        step.TrueForAll(test => test(element));

    private static Func<HtmlElement, bool> ParseTest(string text, ref int position, bool isFirst)
    {
        var at = position;
        switch (text[position])
        {
            case '*' when isFirst:
                position++;
                return static _ => true;
            case '#':
                position++;
                var id = ParseName(text, ref position);
                return element => element["id"] == id;
            case '.':
                position++;
                var name = ParseName(text, ref position);
                return element => element["class"] is { } classes
                    && classes.Split((char[]?)null).Contains(name, StringComparer.Ordinal);
            case '[':
                return ParseAttribute(text, ref position);
            default:
                if (!isFirst)
                    throw Unreadable(at, "only '#', '.', '[' or a space may follow");
                var tag = ParseName(text, ref position).ToLowerInvariant();
                return element => element.Name == tag;
        }
    }

    private static Func<HtmlElement, bool> ParseAttribute(string text, ref int position)
    {
        var at = position++;
        var close = text.IndexOf(']', position);
        var equals = text.IndexOf('=', position);
        if (close < 0)
            throw Unreadable(at, "the '[' is not closed");
        var name = ParseName(text, ref position).ToLowerInvariant();
        if (position == close)
        {
            position++;
            return element => element[name] is not null;
        }

        var sign = text[position];
        if (equals < 0 || equals > position + 1 || equals == position + 1 && sign is not ('^' or '$' or '*'))
            throw Unreadable(position, "here '=', '^=', '$=', '*=' or ']' may stand");
        position = equals + 1;
        var wanted = ParseValue(text, ref position);
        if (position >= text.Length || text[position] != ']')
            throw Unreadable(position, "here a ']' must stand");
        position++;
        return sign switch
        {
            '^' => element => element[name]?.StartsWith(wanted, StringComparison.Ordinal) == true,
            '$' => element => element[name]?.EndsWith(wanted, StringComparison.Ordinal) == true,
            '*' => element => element[name]?.Contains(wanted, StringComparison.Ordinal) == true,
            _ => element => element[name] == wanted,
        };
    }

    private static string ParseValue(string text, ref int position)
    {
        if (position < text.Length && text[position] is '"' or '\'')
        {
            var end = text.IndexOf(text[position], position + 1);
            if (end < 0)
                throw Unreadable(position, "the quote is not closed");
            var value = text[(position + 1)..end];
            position = end + 1;
            return value;
        }

        return ParseName(text, ref position);
    }

    private static string ParseName(string text, ref int position)
    {
        var start = position;
        while (position < text.Length && (char.IsLetterOrDigit(text[position]) || text[position] is '-' or '_'))
            position++;
        return position > start ? text[start..position] : throw Unreadable(start, "here a name must stand");
    }

    private static RefusalException Unreadable(int position, string why) => RefusalException.BadRequest(
        $"The selector cannot be read at character {position + 1}: {why}. There are tag, *, #id, .class, [name], "
        + "[name=value], ^=, $=, *= and spaces for what is within.");

    /// <summary>Characters. A path through a page's tables has some hundred.</summary>
    public const int LongestText = 500;

    /// <summary>Each may be asked of each element and of all around it.</summary>
    public const int MostTests = 16;
}

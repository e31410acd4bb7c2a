namespace Rockdove.Web;

/// <summary>
/// What style sheets and style attributes use, and how often: read in one pass, without going back. It is no browser's
/// parser: what it does not understand it passes over.
/// </summary>
internal sealed class CssUse
{
    private readonly Dictionary<string, int> _found = new(StringComparer.Ordinal);

    /// <summary>
    /// How often something is used: <c>property:name</c>, <c>value:display=flex</c>, <c>function:name</c>,
    /// <c>word:name</c>, <c>unit:name</c>, <c>at:name</c>, <c>media:feature</c>, <c>pseudo:name</c>,
    /// <c>selector:kind</c>, <c>important</c>, <c>comment</c>, <c>nesting</c>.
    /// </summary>
    public int this[string use] => _found.GetValueOrDefault(use);

    /// <summary>Reads a style sheet.</summary>
    public void ReadSheet(string css) => Read(css, isInRule: false);

    /// <summary>Reads a style attribute.</summary>
    public void ReadDeclarations(string css) => Read(css, isInRule: true);

    internal void Add(string use)
    {
        if (_found.TryGetValue(use, out var count))
            _found[use] = count + 1;
        else if (_found.Count < MostUses)
            _found.Add(use, 1);
    }

    private void Read(string css, bool isInRule)
    {
        var blocks = new Stack<Block>();
        if (isInRule)
            blocks.Push(Block.Rule);
        var (start, parentheses) = (0, 0);
        for (var i = 0; i < css.Length; i++)
        {
            switch (css[i])
            {
                case '/' when i + 1 < css.Length && css[i + 1] == '*':
                    Add("comment");
                    var end = css.IndexOf("*/", i + 2, StringComparison.Ordinal);
                    if (css.AsSpan(start, i - start).IsWhiteSpace())
                        start = end < 0 ? css.Length : end + 2;
                    i = end < 0 ? css.Length : end + 1;
                    break;
                case '\\':
                    i++;
                    break;
                case '"' or '\'':
                    var close = css.IndexOf(css[i], i + 1);
                    i = close < 0 ? css.Length : close;
                    break;
                case '(':
                    parentheses++;
                    break;
                case ')':
                    parentheses = Math.Max(0, parentheses - 1);
                    break;
                case '{' when blocks.Count < MostDepth:
                    Block? around = blocks.TryPeek(out var block) ? block : null;
                    blocks.Push(Open(css.AsSpan(start, i - start).Trim(), around));
                    (start, parentheses) = (i + 1, 0);
                    break;
                case ';' when parentheses == 0:
                    Statement(css.AsSpan(start, i - start).Trim());
                    start = i + 1;
                    break;
                case '}':
                    Statement(css.AsSpan(start, i - start).Trim());
                    (start, parentheses) = (i + 1, 0);
                    if (blocks.Count > (isInRule ? 1 : 0))
                        blocks.Pop();
                    break;
                default:
                    break;
            }
        }

        if (isInRule && start < css.Length)
            Statement(css.AsSpan(start).Trim());
    }

    private Block Open(ReadOnlySpan<char> prelude, Block? around)
    {
        if (prelude.StartsWith('@'))
        {
            var name = AtName(prelude);
            if (name == "media")
                CssPrelude.ReadMedia(prelude, this);
            return name.EndsWith("keyframes", StringComparison.Ordinal) ? Block.Keyframes : Block.At;
        }

        if (around == Block.Keyframes)
            return Block.Rule; // from, to and percents are no selectors.
        if (around == Block.Rule)
            Add("nesting");
        CssPrelude.ReadSelectors(prelude, this);
        return Block.Rule;
    }

    private void Statement(ReadOnlySpan<char> text)
    {
        if (text.StartsWith('@'))
            AtName(text);
        else if (text.IndexOf(':') is var colon and > 0)
            CssDeclaration.Read(text[..colon].Trim(), text[(colon + 1)..].Trim(), this);
    }

    private string AtName(ReadOnlySpan<char> text)
    {
        var end = 1;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '-'))
            end++;
        var name = CssDeclaration.WithoutPrefix(text[1..end]);
        Add($"at:{name}");
        return name;
    }

    private enum Block
    {
        Rule,
        At,
        Keyframes,
    }

    /// <summary>Different things that are counted: CSS has some thousand names.</summary>
    private const int MostUses = 10_000;

    private const int MostDepth = 64;
}

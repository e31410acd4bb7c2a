using System.Net;
using System.Text;

namespace Rockdove.Mime;

/// <summary>
/// The words of HTML, for previews and search: tags, comments, scripts and styles go, blocks become lines, entities are
/// decoded. One pass. The result is text and must be escaped again wherever it is shown as HTML.
/// </summary>
internal static class HtmlText
{
    public static string Reduce(string html)
    {
        var text = new StringBuilder(html.Length / 2);
        var position = 0;
        while (position < html.Length)
        {
            var open = html.IndexOf('<', position);
            if (open < 0)
                open = html.Length;
            text.Append(html, position, open - position);
            position = open == html.Length ? open : SkipMarkup(html, open, text);
        }

        return WebUtility.HtmlDecode(text.ToString());
    }

    // From a "<" to what follows the tag; a "<" that starts no tag is text.
    private static int SkipMarkup(string html, int open, StringBuilder text)
    {
        var rest = html.AsSpan(open + 1);
        if (rest.StartsWith("!--", StringComparison.Ordinal))
            return After(html, open + 4, "-->");
        if (rest.Length > 0 && rest[0] is '!' or '?')
            return After(html, open + 1, ">");
        var isEnd = rest.Length > 0 && rest[0] == '/';
        if (isEnd)
            rest = rest[1..];
        var length = 0;
        while (length < rest.Length && char.IsAsciiLetterOrDigit(rest[length]))
            length++;
        if (length == 0 || !char.IsAsciiLetter(rest[0]))
        {
            text.Append('<');
            return open + 1;
        }

        var name = rest[..Math.Min(length, LongestName)].ToString().ToLowerInvariant();
        var close = TagEnd(html, open + 1);
        if (!isEnd && name is "script" or "style" or "title" or "template" or "noscript" or "svg")
        {
            var end = html.IndexOf("</" + name, close, StringComparison.OrdinalIgnoreCase);
            return end < 0 ? html.Length : TagEnd(html, end + 1);
        }

        if (Breaks.Contains(name))
            text.Append('\n');
        else if (name is "td" or "th" or "img")
            text.Append(' ');
        return close;
    }

    // A ">" inside a quoted attribute does not end the tag.
    private static int TagEnd(string html, int from)
    {
        var quote = '\0';
        for (var i = from; i < html.Length; i++)
        {
            var character = html[i];
            if (quote != '\0')
                quote = character == quote ? '\0' : quote;
            else if (character is '"' or '\'' && html[i - 1] == '=')
                quote = character;
            else if (character == '>')
                return i + 1;
        }

        return html.Length;
    }

    private static int After(string html, int from, string end)
    {
        var at = from > html.Length ? -1 : html.IndexOf(end, from, StringComparison.Ordinal);
        return at < 0 ? html.Length : at + end.Length;
    }

    private static readonly HashSet<string> Breaks =
    [
        "address", "article", "aside", "blockquote", "body", "br", "center", "dd", "div", "dl", "dt", "footer", "form",
        "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section",
        "table", "tbody", "tr", "ul",
    ];

    private const int LongestName = 16;
}

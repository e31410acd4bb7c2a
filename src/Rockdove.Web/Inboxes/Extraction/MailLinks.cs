using Rockdove.Mime;

namespace Rockdove.Web;

/// <summary>The links of a message, each once, in the order in which a reader meets them.</summary>
internal static class MailLinks
{
    /// <summary>Links to the web in the HTML and in the text.</summary>
    public static IEnumerable<ExtractedValueShape> Read(MimeMessage mime)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return InHtml(mime.Html ?? "").Concat(InText(mime.Text ?? "")).Where(link => seen.Add(link.Value));
    }

    /// <summary>
    /// What List-Unsubscribe says (RFC 2369 section 3.2), and links whose words or address speak of it.
    /// </summary>
    public static IEnumerable<ExtractedValueShape> Unsubscribing(MimeMessage mime) =>
        ListUnsubscribeField.Read(mime).Links
            .Select(link => new ExtractedValueShape(link, "", "List-Unsubscribe"))
            .Concat(Read(mime).Where(link => Speaks(link.Value) || Speaks(link.Text)))
            .DistinctBy(link => link.Value);

    /// <summary>From <c>http</c> to the first character that an address in prose does not have.</summary>
    public static IEnumerable<string> OfText(string text)
    {
        text = text.Length > HtmlElements.MostCharacters ? text[..HtmlElements.MostCharacters] : text;
        for (var at = 0; (at = text.IndexOf("http", at, StringComparison.OrdinalIgnoreCase)) >= 0;)
        {
            if (!StartsLink(text.AsSpan(at)) || at > 0 && char.IsLetterOrDigit(text[at - 1]))
            {
                at += 4;
                continue;
            }

            var end = at;
            while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is not ('<' or '>' or '"'))
                end++;
            var link = text.AsSpan(at, end - at).TrimEnd(".,;:!?'*_]}");
            if (link.EndsWith(")", StringComparison.Ordinal) && !link.Contains('('))
                link = link.TrimEnd(").,;:!?");
            yield return link.ToString();
            at = end;
        }
    }

    private static bool Speaks(string text) => text.Contains("unsubscribe", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<ExtractedValueShape> InHtml(string html)
    {
        var page = HtmlElements.Read(html);
        foreach (var element in page.All)
        {
            if (element.Name is "a" or "area" && element["href"]?.Trim() is { } href && StartsLink(href))
                yield return new(href, page.TextOf(element), "html");
        }
    }

    private static IEnumerable<ExtractedValueShape> InText(string text) =>
        OfText(text).Select(link => new ExtractedValueShape(link, "", "text"));

    private static bool StartsLink(ReadOnlySpan<char> text) =>
        text.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase);
}

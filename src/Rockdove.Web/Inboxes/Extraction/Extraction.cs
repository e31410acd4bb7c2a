using Rockdove.Mime;

namespace Rockdove.Web;

/// <summary>Takes what a test wants out of a message: by a rule, or by a selector.</summary>
internal static class Extraction
{
    /// <exception cref="RefusalException">The question makes no sense.</exception>
    public static ExtractedShape Run(MailQuery query, MimeMessage mime)
    {
        var (rule, selector, attribute) = (query.Text("rule"), query.Text("selector"), query.Text("attribute"));
        if (rule is null == selector is null)
        {
            throw RefusalException.BadRequest(
                "Either rule or selector is given: links, codes, unsubscribe, or one like a.button.");
        }

        if (rule is not null && attribute is not null)
            throw RefusalException.BadRequest("attribute goes with selector.");
        if (attribute is { Length: > ElementSelector.LongestText })
            throw RefusalException.BadRequest($"attribute has {ElementSelector.LongestText} characters at most.");
        var values = rule switch
        {
            null => Select(mime, ElementSelector.Parse(selector!), attribute?.ToLowerInvariant()),
            "links" => MailLinks.Read(mime),
            "codes" => MailCodes.Read(mime),
            "unsubscribe" => MailLinks.Unsubscribing(mime),
            _ => throw RefusalException.BadRequest($"There is no rule '{rule}'; there are links, codes, unsubscribe."),
        };
        ExtractedValueShape[] some = [.. values.Take(MostValues)];
        return new(some.Length, some);
    }

    /// <summary>The attribute of each element that has it; without one, the words.</summary>
    private static IEnumerable<ExtractedValueShape> Select(
        MimeMessage mime, ElementSelector selector, string? attribute)
    {
        var page = HtmlElements.Read(mime.Html ?? "");
        foreach (var element in page.All.Where(selector.Matches))
        {
            var text = page.TextOf(element);
            if ((attribute is null ? text : element[attribute]) is { } value)
                yield return new(value, text, "html");
        }
    }

    /// <summary>Values in one answer. A newsletter has some hundred links.</summary>
    public const int MostValues = 1000;
}

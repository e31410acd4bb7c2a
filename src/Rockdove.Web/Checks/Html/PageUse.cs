namespace Rockdove.Web;

/// <summary>What a page uses: its elements, their attributes, its style sheets and pictures.</summary>
internal sealed class PageUse
{
    private readonly Dictionary<string, int> _found = new(StringComparer.Ordinal);

    private PageUse()
    {
    }

    public CssUse Css { get; } = new();

    /// <summary>Elements that a reader could see something of.</summary>
    public int Nodes { get; private set; }

    /// <summary>
    /// How often something is used: <c>element:name</c>, <c>attribute:name</c>, <c>type:element=value</c>,
    /// <c>image:ending</c>, <c>link:anchor</c>, <c>link:mailto</c>, <c>comment</c>, <c>doctype</c>.
    /// </summary>
    public int this[string use] => _found.GetValueOrDefault(use);

    public static PageUse Read(string html)
    {
        var use = new PageUse();
        var page = HtmlElements.Read(html);
        foreach (var element in page.All)
            use.Read(element);
        if (html.Contains("<!--", StringComparison.Ordinal))
            use.Add("comment");
        if (html.AsSpan().TrimStart().StartsWith("<!doctype html>", StringComparison.OrdinalIgnoreCase))
            use.Add("doctype");
        return use;
    }

    private void Read(HtmlElement element)
    {
        if (element.Name is not ("html" or "head" or "meta"))
            Nodes++;
        Add($"element:{element.Name}");
        foreach (var name in element.Attributes.Keys)
            Add($"attribute:{name}");
        if (element["style"] is { } style)
            Css.ReadDeclarations(style);
        if (element.Name == "style")
            Css.ReadSheet(element.Raw);
        if (element["type"] is { } type)
            Add($"type:{element.Name}={type.ToLowerInvariant()}");
        if (element.Name == "meta" && element["name"] is { } meta)
            Add($"type:meta={meta.ToLowerInvariant()}");
        if (element.Name == "a" && element["href"]?.TrimStart() is { } href)
        {
            if (href.StartsWith('#'))
                Add("link:anchor");
            else if (href.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase))
                Add("link:mailto");
        }

        if (element.Name is "img" or "source" && element["src"]?.Trim() is { } source)
            Add($"image:{Ending(source)}");
    }

    private static string Ending(string source)
    {
        if (source.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase))
            return "base64";
        var end = source.AsSpan().IndexOfAny('?', '#');
        var path = end < 0 ? source : source[..end];
        var ending = Path.GetExtension(path).TrimStart('.').ToLowerInvariant();
        return ending switch { "jpeg" => "jpg", "tif" => "tiff", _ => ending };
    }

    private void Add(string use)
    {
        if (use.Length > LongestName)
            return;
        if (_found.TryGetValue(use, out var count))
            _found[use] = count + 1;
        else if (_found.Count < MostUses)
            _found.Add(use, 1);
    }

    /// <summary>Different things that are counted: HTML has some hundred names.</summary>
    private const int MostUses = 10_000;

    private const int LongestName = 80;
}

using Rockdove.Mime;

namespace Rockdove.Web;

/// <summary>
/// All links of a mail, each once, in the order in which a reader meets them; and what they may lead to within it.
/// </summary>
internal sealed class LinkedMail
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<MailLink> _links = [];
    private readonly HashSet<string> _anchors = new(StringComparer.Ordinal);
    private readonly HashSet<string> _contentIds = new(StringComparer.Ordinal);

    private LinkedMail()
    {
    }

    public IReadOnlyList<MailLink> Links => _links;

    /// <summary>There are more than <see cref="MostLinks"/>.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Where all that is relative begins; null if the mail says no such thing.</summary>
    public string? Base { get; private set; }

    public bool HasAnchor(string name) => name is "" or "top" || _anchors.Contains(name);

    public bool HasPart(string contentId) => _contentIds.Contains(contentId);

    public static LinkedMail Read(MimeMessage mime)
    {
        var mail = new LinkedMail();
        foreach (var part in mime.Inlines.Concat(mime.Attachments))
        {
            if (part.ContentId is { } id)
                mail._contentIds.Add(id);
        }

        mail.ReadHtml(mime.Html ?? "");
        foreach (var url in MailLinks.OfText(mime.Text ?? ""))
            mail.Add(url, "", "text", "");
        return mail;
    }

    private void ReadHtml(string html)
    {
        var page = HtmlElements.Read(html);
        foreach (var element in page.All)
        {
            if ((element["id"] ?? (element.Name == "a" ? element["name"] : null)) is { } anchor)
                _anchors.Add(anchor);
            if (element.Name == "base" && element["href"] is { } start)
                Base ??= start.Trim();
            foreach (var attribute in AttributesOf(element.Name))
            {
                if (element[attribute] is { } url)
                    Add(url, attribute == "href" ? page.TextOf(element) : "", "html", element.Name);
            }
        }
    }

    private void Add(string url, string text, string place, string element)
    {
        url = url.Trim();
        if (url.Length > LongestLink)
            url = url[..LongestLink];
        if (!_seen.Add(url))
            return;
        if (_links.Count == MostLinks)
            IsCut = true;
        else
            _links.Add(new(url, text, place, element));
    }

    private static string[] AttributesOf(string element) => element switch
    {
        "a" or "area" => ["href"],
        "link" => ["href"],
        "img" => ["src"],
        "video" => ["src", "poster"],
        "audio" or "source" or "embed" or "iframe" or "script" => ["src"],
        "object" => ["data"],
        "form" => ["action"],
        "body" or "table" or "td" or "th" => ["background"],
        _ => [],
    };

    /// <summary>Links that are looked at. A newsletter has some hundred.</summary>
    public const int MostLinks = 1000;

    /// <summary>Characters: what browsers and servers take, and the longest trackers are a fifth of it.</summary>
    public const int LongestLink = 8000;
}

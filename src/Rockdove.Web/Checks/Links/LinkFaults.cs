using System.Net;
using Rockdove.Mime;

namespace Rockdove.Web;

/// <summary>What can be said against a link without asking anybody.</summary>
internal static class LinkFaults
{
    public static IReadOnlyList<LinkFaultShape> Find(MailLink link, LinkedMail mail)
    {
        var faults = new List<LinkFaultShape>();
        if (link.Url.Length == 0 || link.Url == "#")
            Add("empty", "It leads nowhere. Give it an address.");
        else if (Placeholder(link.Url) is { } placeholder)
            Add("placeholder", $"'{placeholder}' was not filled in. Check the template and its data.");
        else if (link.Url.StartsWith('#'))
        {
            if (!mail.HasAnchor(WebUtility.UrlDecode(link.Url[1..])))
                Add("anchor", "The mail has no element of that id. Most programs do not follow such links anyway.");
        }
        else if (!Uri.TryCreate(link.Url, UriKind.Absolute, out var uri) || link.Url.StartsWith('/'))
            FindInRelative(link, mail, Add);
        else
            FindInAbsolute(link, uri, mail, Add);
        return faults;

        void Add(string code, string message) => faults.Add(new(code, message));
    }

    private static void FindInRelative(MailLink link, LinkedMail mail, Action<string, string> add)
    {
        if (link.Url.Contains("://", StringComparison.Ordinal))
            add("malformed", "It cannot be read as an address.");
        else if (mail.Base is null)
            add("relative", "It is relative, and a mail has no place of its own. Write the whole address.");
    }

    private static void FindInAbsolute(MailLink link, Uri uri, LinkedMail mail, Action<string, string> add)
    {
        switch (uri.Scheme)
        {
            case "http" or "https":
                FindInWeb(link, uri, add);
                break;
            case "mailto":
                FindInMailto(link, add);
                break;
            case "cid":
                var id = Uri.UnescapeDataString(link.Url["cid:".Length..]);
                if (!mail.HasPart(id))
                    add("part", $"The mail has no part with the Content-ID <{Short(id)}>.");
                break;
            case "data":
                if (link.IsClicked)
                    add("scheme", "Browsers do not go to 'data:' from a link.");
                break;
            case "tel" or "sms":
                break;
            case "file":
                add("scheme", "A file is on the machine that wrote the mail, and not on that of its reader.");
                break;
            case "javascript" or "vbscript":
                add("scheme", "Scripts do not run in mail.");
                break;
            default:
                add("scheme", $"Few programs know what to do with '{Short(uri.Scheme)}:'.");
                break;
        }
    }

    private static void FindInWeb(MailLink link, Uri uri, Action<string, string> add)
    {
        if (link.Url.Any(char.IsWhiteSpace))
            add("space", "There is white space in it. Write %20.");
        if (uri.Scheme == "http")
            add("clear-text", "It goes over the network in clear text. Use https.");
        if (uri.UserInfo.Length > 0)
            add("user", "There is a user in it, which browsers hide or refuse, and which deceives readers.");
        if (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address))
        {
            add("address", ReachableAddress.WhyNot(address, allowsPrivate: false) is { } why
                ? $"It leads to {address}, and {why}."
                : "Its host is an address instead of a name, which filters take for spam.");
        }
        else if (IsLocal(uri.Host))
            add("local", $"'{Short(uri.Host)}' is a name of this machine or network: readers do not have it.");
        if (uri.IdnHost != uri.Host || uri.Host.Contains("xn--", StringComparison.OrdinalIgnoreCase))
            add("international", $"The host is {Short(uri.IdnHost)}: some programs show it so.");
        if (HostInWords(link.Text) is { } shown && !IsSameSite(shown, uri.Host))
            add("deceptive", $"The words say {Short(shown)}, and it leads to {Short(uri.Host)}, as deceivers do.");
    }

    private static void FindInMailto(MailLink link, Action<string, string> add)
    {
        var end = link.Url.IndexOf('?', StringComparison.Ordinal);
        var addresses = link.Url["mailto:".Length..(end < 0 ? link.Url.Length : end)];
        if (addresses.Length == 0)
            return; // To whomever the reader likes (RFC 6068 section 2).
        foreach (var address in addresses.Split(','))
        {
            if (MailAddress.Parse(Uri.UnescapeDataString(address)) is null)
                add("recipient", $"'{Short(address)}' is no mail address.");
        }
    }

    /// <summary>What a template engine would have replaced; null if there is no such thing.</summary>
    private static string? Placeholder(string url)
    {
        foreach (var (open, close) in Placeholders)
        {
            var start = url.IndexOf(open, StringComparison.Ordinal);
            var end = start < 0 ? -1 : url.IndexOf(close, start + open.Length, StringComparison.Ordinal);
            if (end > start + open.Length)
                return Short(url[start..(end + close.Length)]);
        }

        return null;
    }

    private static bool IsLocal(string host)
    {
        host = host.TrimEnd('.');
        return !host.Contains('.', StringComparison.Ordinal)
            || Array.Exists(LocalEndings, end => host.EndsWith(end, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The host that the words of a link name, if they are nothing but an address.</summary>
    private static string? HostInWords(string text)
    {
        if (text.Length is 0 or > 200 || text.Contains(' ', StringComparison.Ordinal)
            || !text.Contains('.', StringComparison.Ordinal) || text.Contains('@', StringComparison.Ordinal))
            return null;
        var isWhole = text.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        if (!isWhole && !text.StartsWith("www.", StringComparison.OrdinalIgnoreCase))
            return null;
        return Uri.TryCreate(isWhole ? text : $"https://{text}", UriKind.Absolute, out var uri) ? uri.Host : null;
    }

    /// <summary>One is the other, or within it.</summary>
    private static bool IsSameSite(string one, string other)
    {
        one = Bare(one);
        other = Bare(other);
        return one.Equals(other, StringComparison.OrdinalIgnoreCase)
            || one.EndsWith('.' + other, StringComparison.OrdinalIgnoreCase)
            || other.EndsWith('.' + one, StringComparison.OrdinalIgnoreCase);
    }

    private static string Bare(string host) =>
        host.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? host[4..] : host;

    private static string Short(string text) => text.Length <= LongestQuote ? text : text[..LongestQuote] + "…";

    /// <summary>Of Mustache, Jinja and Handlebars; of shells and JavaScript; of ASP, Ruby and mail services.</summary>
    private static readonly (string Open, string Close)[] Placeholders =
        [("{{", "}}"), ("${", "}"), ("<%", "%>"), ("{%", "%}"), ("[[", "]]"), ("*|", "|*"), ("%%", "%%")];

    /// <summary>RFC 6761, RFC 6762, RFC 8375; the rest is common.</summary>
    private static readonly string[] LocalEndings =
        [".localhost", ".local", ".internal", ".home.arpa", ".lan", ".intranet", ".test", ".invalid", ".example"];

    private const int LongestQuote = 100;
}

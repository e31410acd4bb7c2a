using System.Text;
using System.Text.RegularExpressions;

namespace Rockdove.Web;

/// <summary>
/// Takes from a page what neither a sandbox nor a policy takes from it: <c>link</c> and <c>frame</c>, for which
/// Chromium opens connections before it asks a policy; <c>base</c> and <c>meta</c>; pages within the page; where links
/// open.
/// </summary>
/// <remarks>
/// Nothing is parsed, so that no page can be read differently here than in a browser. Whatever state a browser is in, a
/// start tag begins with its name as it is written (HTML standard, 13.2.5.6 and 13.2.5.8), so each place where such a
/// name is written is changed, be it in a comment. What is put in holds no character that ends anything.
/// </remarks>
internal static partial class HtmlTaming
{
    public static string Tame(string html)
    {
        var tamed = new StringBuilder(html.Length + html.Length / 8);
        var copied = 0;
        for (var at = html.IndexOf('<'); at >= 0; at = html.IndexOf('<', at + 1))
        {
            var end = at + 1;
            while (end < html.Length && end - at <= LongestName && char.IsAsciiLetter(html[end]))
                end++;
            if (end == html.Length || !"\t\n\f\r />".Contains(html[end]))
                continue;
            var name = html.AsSpan(at + 1, end - at - 1);
            if (IsAny(name, "a", "area"))
                tamed.Append(html, copied, end - copied).Append(OpensElsewhere);
            else if (IsAny(name, "iframe"))
                tamed.Append(html, copied, end - copied).Append(Empty);
            else if (IsAny(name, "base", "frame", "link", "meta") && !Harmless.IsMatch(html, at))
                tamed.Append(html, copied, at - copied).Append(Inert);
            else
                continue;
            copied = end;
        }

        return tamed.Append(html, copied, html.Length - copied).ToString();
    }

    private static bool IsAny(ReadOnlySpan<char> name, params ReadOnlySpan<string> names)
    {
        foreach (var other in names)
        {
            if (name.Equals(other, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>
    /// Of attributes of one name the first counts (HTML standard, 13.2.5.33), so that the page's own are passed over.
    /// </summary>
    private const string OpensElsewhere = " target=_blank rel=noreferrer ";

    /// <summary>A page in an attribute is written with references, where a <c>link</c> in it is not found.</summary>
    private const string Empty = " srcdoc=&#32; ";

    /// <summary>Void like these, and may stand in a head too; no browser does anything with it.</summary>
    private const string Inert = "<basefont";

    /// <summary>What says how wide and how dark a page may be, written as programs write it.</summary>
    [GeneratedRegex(
        """\G<meta name="(color-scheme|supported-color-schemes|viewport)" content="[a-z0-9 ,=.-]{0,200}" ?/?>""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Harmless { get; }

    private const int LongestName = 6;
}

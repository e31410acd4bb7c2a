using System.Net;
using System.Text;

namespace Rockdove.Web;

/// <summary>Notes of caniemail as HTML: all of their Markdown that there is are code and links.</summary>
internal static class NoteText
{
    public static string ToHtml(string markdown)
    {
        var html = new StringBuilder();
        var isCode = false;
        foreach (var piece in markdown.Split('`'))
        {
            if (isCode)
                html.Append("<code>").Append(WebUtility.HtmlEncode(piece)).Append("</code>");
            else
                AppendWithLinks(html, piece);
            isCode = !isCode;
        }

        return html.ToString();
    }

    /// <summary><c>[words](https://…)</c></summary>
    private static void AppendWithLinks(StringBuilder html, string text)
    {
        while (text.IndexOf("](https://", StringComparison.Ordinal) is var middle and > 0
            && text.LastIndexOf('[', middle) is var start and >= 0
            && text.IndexOf(')', middle) is var end and > 0)
        {
            html.Append(WebUtility.HtmlEncode(text[..start]))
                .Append("<a href=\"").Append(WebUtility.HtmlEncode(text[(middle + 2)..end]))
                .Append("\" target=\"_blank\">")
                .Append(WebUtility.HtmlEncode(text[(start + 1)..middle])).Append("</a>");
            text = text[(end + 1)..];
        }

        html.Append(WebUtility.HtmlEncode(text));
    }
}

using System.Buffers;
using System.Net;
using System.Text;
using Rockdove.Mime;

namespace Rockdove.Web;

/// <summary>
/// The HTML of a message, fit to be shown by itself: its own pictures are put into it, and its links open elsewhere.
/// It is as dangerous as before; <see cref="Policy"/> is what tames it.
/// </summary>
internal static class HtmlPreview
{
    /// <summary>
    /// Nothing runs, nothing is fetched, nothing is sent, and the origin is nobody's. Links open new windows, for a
    /// link to confirm an address is what a developer wants to try.
    /// </summary>
    public const string Policy =
        "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src data:; "
        + "style-src 'unsafe-inline'; font-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

    public static string Of(MimeMessage mime) => OpenLinksElsewhere(PutPicturesIn(mime, mime.Html ?? ""));

    private static string OpenLinksElsewhere(string html)
    {
        var at = After(html, "<head") ?? After(html, "<html") ?? After(html, "<!doctype") ?? 0;
        return html.Insert(at, """<base target="_blank">""");
    }

    /// <summary>The place behind the first tag that begins so.</summary>
    private static int? After(string html, string tag)
    {
        var start = html.IndexOf(tag, StringComparison.OrdinalIgnoreCase);
        var end = start + tag.Length;
        if (start < 0 || end >= html.Length || !(html[end] is '>' || char.IsWhiteSpace(html[end])))
            return null;
        var close = html.IndexOf('>', end);
        return close < 0 ? null : close + 1;
    }

    /// <summary><c>cid:</c> addresses (RFC 2392) become the pictures they name.</summary>
    private static string PutPicturesIn(MimeMessage mime, string html)
    {
        var result = new StringBuilder(html.Length);
        var rest = html.AsSpan();
        for (int at; (at = rest.IndexOf("cid:", StringComparison.OrdinalIgnoreCase)) >= 0;)
        {
            var end = rest[at..].IndexOfAny(Ends);
            var address = end < 0 ? rest[at..] : rest.Slice(at, end);
            result.Append(rest[..at]);
            if (result.Length < LargestPreview && Find(mime, address["cid:".Length..].ToString()) is { } picture)
                result.Append(Inline(picture));
            else
                result.Append(address);
            rest = rest[(at + address.Length)..];
        }

        return result.Append(rest).ToString();
    }

    private static string Inline(MimePart picture) =>
        $"data:{picture.ContentType.MediaType};base64,{Convert.ToBase64String(picture.DecodeBody().Span)}";

    private static MimePart? Find(MimeMessage mime, string address)
    {
        var id = Uri.UnescapeDataString(WebUtility.HtmlDecode(address));
        return mime.Inlines.Concat(mime.Attachments).FirstOrDefault(part =>
            part.ContentId == id && PartContent.ContentType(part).StartsWith("image/", StringComparison.Ordinal));
    }

    /// <summary>
    /// Characters after which no more pictures are put in: a message may name one picture a thousand times.
    /// </summary>
    private const int LargestPreview = 32 * 1024 * 1024;

    /// <summary>What ends an address in an attribute or a style sheet.</summary>
    private static readonly SearchValues<char> Ends = SearchValues.Create("\"'<>() \t\r\n");
}

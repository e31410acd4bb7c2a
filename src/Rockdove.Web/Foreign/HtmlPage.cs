using System.Buffers;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Rockdove.Mime;

namespace Rockdove.Web;

/// <summary>
/// The HTML of a message as a page of its own: its pictures are put into it, its links open elsewhere, and nothing in
/// it runs or is fetched. <see cref="HtmlTaming"/> takes out what <see cref="Policy"/> does not hold.
/// </summary>
internal static class HtmlPage
{
    /// <summary>
    /// Nothing runs, nothing is fetched, nothing is sent, and the origin is nobody's. Links open new windows, for a
    /// link to confirm an address is what a developer wants to try.
    /// </summary>
    public const string Policy =
        "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src data:; "
        + "style-src 'unsafe-inline'; font-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

    public static Task WriteAsync(HttpContext context, MimeMessage mime)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers["Referrer-Policy"] = "no-referrer";
        // This, and a byte order mark that UTF-8 cannot have otherwise, is what counts; a charset in the page is not.
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(Of(mime), context.RequestAborted);
    }

    /// <summary>Tamed first: that is about what the sender wrote, and pictures may be long.</summary>
    private static string Of(MimeMessage mime) => PutPicturesIn(mime, HtmlTaming.Tame(mime.Html ?? ""));

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
            if (result.Length < LargestPage && Find(mime, address["cid:".Length..].ToString()) is { } picture)
                result.Append(Inline(picture));
            else
                result.Append(address);
            rest = rest[(at + address.Length)..];
        }

        return result.Append(rest).ToString();
    }

    private static string Inline(MimePart picture) =>
        $"data:{PartContent.ContentType(picture)};base64,{Convert.ToBase64String(picture.DecodeBody().Span)}";

    private static MimePart? Find(MimeMessage mime, string address)
    {
        var id = Uri.UnescapeDataString(WebUtility.HtmlDecode(address));
        return mime.Inlines.Concat(mime.Attachments).FirstOrDefault(part =>
            part.ContentId == id && PartContent.ContentType(part).StartsWith("image/", StringComparison.Ordinal));
    }

    /// <summary>
    /// Characters after which no more pictures are put in: a message may name one picture a thousand times.
    /// </summary>
    private const int LargestPage = 32 * 1024 * 1024;

    /// <summary>What ends an address in an attribute or a style sheet.</summary>
    private static readonly SearchValues<char> Ends = SearchValues.Create("\"'<>() \t\r\n");
}

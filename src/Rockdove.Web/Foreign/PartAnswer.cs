using Microsoft.AspNetCore.Http;
using Rockdove.Mime;

namespace Rockdove.Web;

/// <summary>
/// The octets of a part, which may be a page with scripts. Pictures, plain text, sound and film are shown by a browser,
/// in an origin of their own that may do nothing; anything else is a download. A page, SVG or XML that is opened can
/// make a browser look up names and open connections, and no policy keeps it from that.
/// </summary>
internal static class PartAnswer
{
    public const string Policy =
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
        + "frame-ancestors 'self'";

    /// <summary>A player is a page whose only source is the part itself.</summary>
    public const string PlayedPolicy = Policy + "; media-src 'self'";

    public static async Task WriteAsync(HttpContext context, MimePart part)
    {
        var type = PartContent.ContentType(part);
        var isPlayed = type.StartsWith("audio/", StringComparison.Ordinal)
            || type.StartsWith("video/", StringComparison.Ordinal);
        var isShown = isPlayed || IsPicture(type) || part.ContentType is { Type: "text", Subtype: "plain" };
        var headers = context.Response.Headers;
        context.Response.ContentType = type;
        headers.ContentSecurityPolicy = isPlayed ? PlayedPolicy : Policy;
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentDisposition = PartContent.Disposition(
            isShown ? "inline" : "attachment", PartContent.FileName(part));
        var content = part.DecodeBody();
        context.Response.ContentLength = content.Length;
        await context.Response.Body.WriteAsync(content, context.RequestAborted);
    }

    /// <summary>SVG is a page.</summary>
    private static bool IsPicture(string type) =>
        type.StartsWith("image/", StringComparison.Ordinal) && !type.Contains("xml", StringComparison.Ordinal)
        && !type.Contains("svg", StringComparison.Ordinal);
}

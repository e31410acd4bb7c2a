using Microsoft.AspNetCore.Http;

namespace Rockdove.Web;

/// <summary>
/// What another site's page loads for itself: a picture, a script, a frame, a fetch, an event stream. That it cannot
/// read the answer is the browser's affair; here it does not get one, so that how long it is, how long it took and what
/// it changed tell nothing. A link that a person follows is none of these.
/// </summary>
internal static class EmbeddedRequest
{
    /// <summary>By what browsers say of a request to this machine (Fetch Metadata, W3C working draft).</summary>
    public static bool Is(HttpRequest request)
    {
        var headers = request.Headers;
        return (string?)headers["Sec-Fetch-Site"] is "cross-site" or "same-site"
            && !((string?)headers["Sec-Fetch-Mode"] == "navigate"
                && (string?)headers["Sec-Fetch-Dest"] is "document" or null or "");
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Rockdove.Storage;

namespace Rockdove.Web;

/// <summary>
/// The pages: a document of the catcher, one of the prober, and what they load, all in the program. Addresses in them
/// are relative, so that they work under any path.
/// </summary>
internal static class UiPages
{
    /// <summary>Serves the catcher's pages.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "index.html");
        routes.MapGet("/message/{id}", ShowAsync);
    }

    /// <summary>Serves one document at the root, and what the documents share.</summary>
    public static void Map(IEndpointRouteBuilder routes, string document)
    {
        foreach (var file in UiFile.ReadAll())
        {
            if (file.Path != document && file.ContentType.StartsWith("text/html", StringComparison.Ordinal))
                continue;
            var path = file.Path == document ? "/" : $"/{file.Path}";
            routes.MapMethods(path, ["GET", "HEAD"], context => WriteAsync(context, file));
        }
    }

    /// <summary>The address of a message in the pages, from a path with one folder.</summary>
    public static string Of(MessageId id) => $"../#/mail/{id}";

    /// <summary>Addresses that were in use before the pages kept their place behind a <c>#</c>.</summary>
    private static Task ShowAsync(HttpContext context)
    {
        var id = Uri.EscapeDataString((string)context.Request.RouteValues["id"]!);
        context.Response.Redirect($"../#/mail/{id}");
        return Task.CompletedTask;
    }

    private static Task WriteAsync(HttpContext context, UiFile file)
    {
        var headers = context.Response.Headers;
        headers.ETag = file.ETag;
        headers.Vary = "Accept-Encoding";
        headers.CacheControl = file.IsImmutable ? "public, max-age=31536000, immutable" : "no-cache";
        if (file.ContentType.StartsWith("text/html", StringComparison.Ordinal))
        {
            headers.ContentSecurityPolicy = Policy;
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
        }

        if (IsKnown(context.Request, file.ETag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        var (content, encoding) = Choose(context.Request, file);
        if (encoding is not null)
            headers.ContentEncoding = encoding;
        context.Response.ContentType = file.ContentType;
        context.Response.ContentLength = content.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.Body.WriteAsync(content, context.RequestAborted).AsTask();
    }

    private static bool IsKnown(HttpRequest request, string tag) =>
        request.GetTypedHeaders().IfNoneMatch.Any(one => one.Tag == tag || one.Tag == "*");

    private static (byte[] Content, string? Encoding) Choose(HttpRequest request, UiFile file)
    {
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        if (file.Brotli is { } brotli && Accepts(accepted, "br"))
            return (brotli, "br");
        return file.Gzip is { } gzip && Accepts(accepted, "gzip") ? (gzip, "gzip") : (file.Plain, null);
    }

    private static bool Accepts(IList<StringWithQualityHeaderValue> accepted, string encoding) =>
        accepted.Any(one => one.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && one.Quality is not 0);

    /// <summary>
    /// Its own files and nothing else. Pictures may also be made in the page; a message is shown in a frame whose own
    /// policy is narrower.
    /// </summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
        + "frame-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
}

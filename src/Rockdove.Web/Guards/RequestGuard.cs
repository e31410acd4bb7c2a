using System.Net;
using Microsoft.AspNetCore.Http;

namespace Rockdove.Web;

/// <summary>
/// Keeps other people's web pages away from the mail: names that are not ours (DNS rebinding), changes that another
/// site asks for (CSRF), and websockets that it opens. Origins that were named may do what begins with <c>/api/</c>.
/// </summary>
internal sealed class RequestGuard(IReadOnlyCollection<string> hostNames, IReadOnlyCollection<string> origins)
{
    private readonly HashSet<string> _hostNames = new(hostNames, StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _origins =
        new(origins.Select(origin => origin.TrimEnd('/')), StringComparer.OrdinalIgnoreCase);

    public RequestGuard(IReadOnlyCollection<string> hostNames)
        : this(hostNames, [])
    {
    }

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        // Not no-referrer: browsers then hide the origin of our own forms too (Fetch standard, Origin header).
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        // Browsers look up the hosts of a page's links, which tells a sender that it was opened; no policy hides it.
        headers["X-DNS-Prefetch-Control"] = "off";
        headers.CacheControl = "no-store";
        if (!IsOurs(context.Request.Host))
        {
            return RefuseAsync(
                context, $"The host name {context.Request.Host.Host} is not allowed here: see --allow-host.");
        }

        if (IsAllowedOrigin(context.Request))
            return AllowAsync(context, next);
        if (EmbeddedRequest.Is(context.Request))
            return RefuseAsync(context, "Another site may not put this into its pages, nor change anything here.");

        // A page of another site may open a websocket here, and no browser asks us before (RFC 6455 section 10.2).
        var isReading = IsReading(context.Request.Method) && !context.Request.Headers.ContainsKey("Upgrade");
        return isReading || IsFromUs(context.Request)
            ? next(context)
            : RefuseAsync(context, "Another site may not change anything here, nor listen.");
    }

    /// <summary>A name can be pointed anywhere by whoever owns it; an address and localhost cannot.</summary>
    private bool IsOurs(HostString host)
    {
        var name = host.Host.TrimEnd('.');
        return IPAddress.TryParse(name, out _)
            || name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) // RFC 6761 section 6.3
            || _hostNames.Contains(name);
    }

    private bool IsAllowedOrigin(HttpRequest request) =>
        _origins.Count > 0
        && (string?)request.Headers.Origin is { Length: > 0 } origin
        && request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        && (_origins.Contains("*") || _origins.Contains(origin));

    /// <summary>As the Fetch standard has it. Cookies are not let in: there are none.</summary>
    private Task AllowAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = _origins.Contains("*") ? "*" : context.Request.Headers.Origin;
        headers.Vary = "Origin";
        if (!HttpMethods.IsOptions(context.Request.Method)
            || !context.Request.Headers.ContainsKey("Access-Control-Request-Method"))
            return next(context);
        headers.AccessControlAllowMethods = "GET, HEAD, POST, PUT, DELETE";
        headers.AccessControlAllowHeaders = "Authorization, Content-Type, Last-Event-ID"; // A star is not the first.
        headers.AccessControlMaxAge = "600";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    /// <summary>Browsers always say which site asks for a change; a program need not say anything.</summary>
    internal static bool IsFromUs(HttpRequest request)
    {
        if (request.HttpContext.Response.Headers.AccessControlAllowOrigin.Count > 0)
            return true; // It is not, and was let in.
        var site = (string?)request.Headers["Sec-Fetch-Site"];
        var origin = (string?)request.Headers.Origin;
        return (string.IsNullOrEmpty(site) || site is "same-origin" or "none")
            && (string.IsNullOrEmpty(origin) || IsOrigin(origin, request.Host));
    }

    /// <summary>Without the scheme: a proxy may have ended TLS before us.</summary>
    private static bool IsOrigin(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var site)
        && site.Scheme is "http" or "https"
        && Uri.TryCreate($"{site.Scheme}://{host.Value}", UriKind.Absolute, out var ours)
        && site.Authority.Equals(ours.Authority, StringComparison.OrdinalIgnoreCase);

    internal static bool IsReading(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    private static Task RefuseAsync(HttpContext context, string text)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}

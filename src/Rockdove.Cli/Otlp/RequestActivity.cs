using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Rockdove.Cli;

/// <summary>
/// Gives ASP.NET Core's activity of a request what is known at its end only, under the names of OpenTelemetry's
/// conventions for HTTP; what is known before, ASP.NET Core 10 tells itself. The query is not told.
/// </summary>
internal static class RequestActivity
{
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        finally
        {
            if (context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } activity)
                Complete(activity, context);
        }
    }

    private static void Complete(Activity activity, HttpContext context)
    {
        activity.SetTag("http.response.status_code", context.Response.StatusCode);
        activity.DisplayName = context.Request.Method;
        if (context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route })
        {
            activity.SetTag("http.route", route);
            activity.DisplayName = $"{context.Request.Method} {route}";
        }

        if (context.Response.StatusCode >= 500)
            activity.SetStatus(ActivityStatusCode.Error);
    }
}

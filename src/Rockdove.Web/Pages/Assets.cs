using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Rockdove.Web;

/// <summary>The files that pages are made with. They are part of the program: there is no folder to find.</summary>
internal static class Assets
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "app.css", "text/css; charset=utf-8");
        Map(routes, "app.js", "text/javascript; charset=utf-8");
        Map(routes, "icon.svg", "image/svg+xml");
    }

    private static void Map(IEndpointRouteBuilder routes, string name, string type)
    {
        using var stream = typeof(Assets).Assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        routes.MapGet($"/{name}", async context =>
        {
            context.Response.ContentType = type;
            context.Response.ContentLength = content.Length;
            await context.Response.Body.WriteAsync(content, context.RequestAborted);
        });
    }
}

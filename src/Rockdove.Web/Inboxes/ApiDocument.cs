using Microsoft.AspNetCore.Http;

namespace Rockdove.Web;

/// <summary>The OpenAPI document of our own API: written by hand, and compared with the routes by a test.</summary>
internal static class ApiDocument
{
    public static async Task WriteAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        await using var document = Open();
        if (context.Request.PathBase.HasValue)
        {
            // Its paths are then below one of whose letters none needs to be written otherwise in JSON.
            document.Position = 1; // Behind the brace.
            await context.Response.WriteAsync(
                $$"""{"servers":[{"url":"{{context.Request.PathBase}}"}],""", context.RequestAborted);
        }

        await document.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    public static Stream Open() => typeof(ApiDocument).Assembly.GetManifestResourceStream("rockdove-v1.json")!;
}

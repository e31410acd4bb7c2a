using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Rockdove.Prober;
using Rockdove.Storage;

namespace Rockdove.Web;

/// <summary>How the API of a prober answers.</summary>
internal static class PingAnswers
{
    /// <summary>A record, or a list of records, of the read model.</summary>
    public static Task WriteAsync<T>(HttpContext context, T value) =>
        WriteAsync(context, value, ReadingJson.Of<T>());

    public static async Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type)
    {
        context.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(context.Response.Body, value, type, context.RequestAborted);
    }

    public static Task TextAsync(HttpContext context, string text)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    /// <summary>What went wrong (RFC 9457).</summary>
    public static async Task FailAsync(HttpContext context, int status, string title, string detail)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/problem+json";
        await JsonSerializer.SerializeAsync(
            context.Response.Body, new PingProblemShape(title, status, detail), PingJson.Default.PingProblemShape,
            context.RequestAborted);
    }

    public static Task NotFoundAsync(HttpContext context, string what) =>
        FailAsync(context, StatusCodes.Status404NotFound, "There is no such thing", $"There is no {what}.");

    /// <summary>A query that makes no sense and a disk that cannot be read are answers too.</summary>
    public static async Task TellFaultsAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (PingQueryException fault) when (!context.Response.HasStarted)
        {
            await FailAsync(context, StatusCodes.Status400BadRequest, "The query makes no sense", fault.Message);
        }
        catch (StoreException error) when (!context.Response.HasStarted)
        {
            await FailAsync(
                context, StatusCodes.Status503ServiceUnavailable, "The results cannot be read", error.Message);
        }
    }
}

internal sealed record PingProblemShape(string Title, int Status, string Detail);

internal sealed record PingAcceptedShape(long? Probe);

internal sealed record PingReloadedShape(IReadOnlyList<string> NeedRestart);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PingProblemShape))]
[JsonSerializable(typeof(PingAcceptedShape))]
[JsonSerializable(typeof(PingReloadedShape))]
internal sealed partial class PingJson : JsonSerializerContext;

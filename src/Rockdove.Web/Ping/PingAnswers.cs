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

/// <summary>What a prober is.</summary>
/// <param name="Product">Always <c>prober</c>: a page that could be anybody's asks.</param>
/// <param name="Version">The version of the program.</param>
/// <param name="Now">The time by its clock.</param>
/// <param name="TimeZone">The zone that it tells its days in, as IANA calls it.</param>
/// <param name="Since">When the oldest run that is kept began; null before any.</param>
/// <param name="ProbesNow">Whether it sends when it is asked to.</param>
/// <param name="Trouble">Why no probes can be sent now; null when they can.</param>
internal sealed record PingAboutShape(
    string Product, string Version, DateTimeOffset Now, string TimeZone, DateTimeOffset? Since, bool ProbesNow,
    string? Trouble);

internal sealed record PingAcceptedShape(long? Probe);

internal sealed record PingReloadedShape(IReadOnlyList<string> NeedRestart);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PingAboutShape))]
[JsonSerializable(typeof(PingProblemShape))]
[JsonSerializable(typeof(PingAcceptedShape))]
[JsonSerializable(typeof(PingReloadedShape))]
internal sealed partial class PingJson : JsonSerializerContext;

using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Rockdove.Storage;

namespace Rockdove.Web;

/// <summary>How our own API reads bodies and answers.</summary>
internal static class MailAnswers
{
    public static async Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type)
    {
        context.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(context.Response.Body, value, type, context.RequestAborted);
    }

    /// <summary>A body of JSON; null if there is none.</summary>
    /// <exception cref="RefusalException">It is too big, or not what it should be.</exception>
    public static async ValueTask<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        var body = new byte[BodyBytes + 1];
        var length = await context.Request.Body.ReadAtLeastAsync(
            body, body.Length, throwOnEndOfStream: false, context.RequestAborted);
        if (length == 0)
            return null;
        if (length > BodyBytes)
            throw new RefusalException(413, "The body is too big", $"It may have {BodyBytes} octets.");
        try
        {
            return JsonSerializer.Deserialize(body.AsSpan(0, length), type)
                ?? throw RefusalException.BadRequest("The body is null; leave it out, or send an object.");
        }
        catch (JsonException error)
        {
            throw RefusalException.BadRequest(
                "The body is not the JSON that is read here: "
                + JsonMistake.Describe(body.AsMemory(0, length), type, error));
        }
    }

    /// <summary>Nothing is done by a request whose body might have said something else.</summary>
    /// <exception cref="RefusalException">There is a body.</exception>
    public static async ValueTask RefuseBodyAsync(HttpContext context)
    {
        if (await context.Request.Body.ReadAsync(new byte[1], context.RequestAborted) > 0)
            throw RefusalException.BadRequest("This request has no body; to delete some, delete each by its id.");
    }

    /// <summary>What is refused, and a store that fails, are answers too.</summary>
    public static async Task TellFaultsAsync(HttpContext context, Func<Task> answer)
    {
        try
        {
            await answer();
        }
        catch (RefusalException refusal) when (!context.Response.HasStarted)
        {
            await FailAsync(context, refusal.Problem);
        }
        catch (StoreException error) when (!context.Response.HasStarted)
        {
            await FailAsync(
                context,
                new() { Status = 503, Title = "The store cannot do that now", Detail = error.Message });
        }
    }

    private static async Task FailAsync(HttpContext context, MailProblemShape problem)
    {
        context.Response.Headers.Remove("Content-Length");
        context.Response.StatusCode = problem.Status;
        context.Response.ContentType = "application/problem+json";
        await JsonSerializer.SerializeAsync(
            context.Response.Body, problem, MailJson.Default.MailProblemShape, context.RequestAborted);
    }

    /// <summary>A request's JSON: a hundred names of an inbox, or all conditions at their longest.</summary>
    public const int BodyBytes = 128 * 1024;
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Rockdove.Web;

/// <summary>
/// What Mailpit's clients are answered: JSON, the word ok, or a line of text that says what was wrong; and what they
/// ask with.
/// </summary>
internal static class MailpitAnswers
{
    public static async Task JsonAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type)
    {
        context.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(context.Response.Body, value, type, context.RequestAborted);
    }

    public static Task OkAsync(HttpContext context)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync("ok", context.RequestAborted);
    }

    public static Task FailAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    /// <summary>A parameter that is a number from 0 on; null if it is something else.</summary>
    public static long? Number(HttpContext context, string name, long otherwise)
    {
        var text = (string?)context.Request.Query[name];
        if (string.IsNullOrEmpty(text))
            return otherwise;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>The request's JSON.</summary>
    /// <returns>
    /// Whether it could be read. An empty body can, and is null; what is longer than <see cref="BodyBytes"/>, is no
    /// JSON, is of another shape or is the word null cannot.
    /// </returns>
    public static async ValueTask<(bool IsRead, T? Body)> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        var body = new byte[BodyBytes + 1];
        var length = await context.Request.Body.ReadAtLeastAsync(
            body, body.Length, throwOnEndOfStream: false, context.RequestAborted);
        if (length == 0)
            return (true, null);
        if (length > BodyBytes)
            return (false, null);
        try
        {
            var read = JsonSerializer.Deserialize(body.AsSpan(0, length), type);
            return (read is not null, read);
        }
        catch (JsonException)
        {
            return (false, null);
        }
    }

    /// <summary>Messages on a page unless asked for otherwise: Mailpit's number.</summary>
    public const int DefaultPage = 50;

    /// <summary>Messages on one page at most, which bounds the memory of one answer to some megabytes.</summary>
    public const int LargestPage = 10_000;

    /// <summary>A request's JSON: room for the ids of some 40,000 messages.</summary>
    private const int BodyBytes = 1024 * 1024;
}

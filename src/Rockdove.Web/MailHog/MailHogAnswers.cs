using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Rockdove.Web;

/// <summary>
/// What MailHog's clients are answered. Its errors have no text, and some clients read any text as JSON.
/// </summary>
internal static class MailHogAnswers
{
    /// <summary>Version 1 calls its JSON <c>text/json</c>.</summary>
    public static async Task MessageAsync(HttpContext context, HogMessageShape? message)
    {
        context.Response.ContentType = "text/json";
        if (message is null)
            await context.Response.WriteAsync("null", context.RequestAborted);
        else
            await JsonSerializer.SerializeAsync(
                context.Response.Body, message, MailHogJson.Default.HogMessageShape, context.RequestAborted);
    }

    /// <summary>Done, and nothing to say.</summary>
    public static Task DoneAsync(HttpContext context)
    {
        context.Response.ContentType = "text/json";
        return Task.CompletedTask;
    }

    public static Task FailAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    /// <summary>A parameter that is a number from 1 on; else what is meant without it, as in MailHog.</summary>
    public static long Number(HttpContext context, string name, long otherwise) =>
        long.TryParse(context.Request.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number > 0
            ? number
            : otherwise;

    /// <summary>Messages on a page unless asked for otherwise: MailHog's number.</summary>
    public const int DefaultPage = 50;

    /// <summary>Messages on one page at most: MailHog's number too.</summary>
    public const int LargestPage = 250;

    /// <summary>Messages in the list of version 1, which has no pages: MailHog's number.</summary>
    public const int LongestList = 1000;
}

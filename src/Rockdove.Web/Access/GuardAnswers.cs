using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Rockdove.Web;

/// <summary>What those who may not are answered: a problem by our own API, a line of text elsewhere.</summary>
internal static class GuardAnswers
{
    public static Task RefuseAsync(HttpContext context, int status, string title, string detail)
    {
        if (context.Request.Path.StartsWithSegments(MailApi.Root, StringComparison.OrdinalIgnoreCase))
        {
            return MailAnswers.TellFaultsAsync(
                context, () => throw new RefusalException(status, title, detail));
        }

        return MailpitAnswers.FailAsync(context, status, detail);
    }

    /// <summary>429, with the seconds to wait.</summary>
    public static Task SlowDownAsync(HttpContext context, TimeSpan wait, string detail)
    {
        context.Response.Headers.RetryAfter =
            Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return RefuseAsync(context, StatusCodes.Status429TooManyRequests, "Too many requests", detail);
    }
}

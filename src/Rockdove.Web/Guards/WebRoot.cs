using Microsoft.AspNetCore.Http;

namespace Rockdove.Web;

/// <summary>
/// Everything below a path of its own, for a proxy that passes on the whole path. What comes after it sees none of it:
/// it is the request's <see cref="HttpRequest.PathBase"/>.
/// </summary>
/// <param name="path">As <see cref="Normalize"/> writes it, and not empty.</param>
internal sealed class WebRoot(string path)
{
    private readonly PathString _path = path;

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (!request.Path.StartsWithSegments(_path, StringComparison.Ordinal, out var rest))
            return MailpitAnswers.FailAsync(context, StatusCodes.Status404NotFound, $"All of it is below {_path}/");
        if (!rest.HasValue)
        {
            // Addresses in the pages are relative, and would lead beside it. The path alone, as no other host is meant.
            context.Response.Redirect($"{_path}/{request.QueryString}");
            return Task.CompletedTask;
        }

        request.PathBase = request.PathBase.Add(_path);
        request.Path = rest;
        return next(context);
    }

    /// <summary>
    /// One slash before each name and none at the end; empty for the root itself. Null if it cannot be one: names have
    /// letters, digits and <c>- _ . ~ @</c>, which no proxy and no browser writes otherwise, and none of dots alone.
    /// </summary>
    public static string? Normalize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var names = text.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return text.Length <= LongestPath && names.All(IsName) ? string.Concat(names.Select(name => $"/{name}")) : null;
    }

    private static bool IsName(string name) =>
        name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '~' or '@')
        && name.Any(c => c != '.');

    /// <summary>Characters: it is in every address.</summary>
    public const int LongestPath = 200;
}

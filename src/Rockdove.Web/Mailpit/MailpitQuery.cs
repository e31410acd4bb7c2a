using Microsoft.AspNetCore.Http;
using Rockdove.Catcher;
using Rockdove.Storage;

namespace Rockdove.Web;

/// <summary>The parameters <c>query</c>, <c>tz</c> and <c>before</c>.</summary>
internal static class MailpitQuery
{
    /// <summary>What somebody typed, in the zone of the parameter <c>tz</c>.</summary>
    public static ValueTask<TypedSearch> ReadAsync(HttpContext context, CaughtSearch search, string text) =>
        search.ReadAsync(text, Zone(context) ?? TimeZoneInfo.Local, context.RequestAborted);

    /// <summary>
    /// The same for whoever changes what is found. Looking for mail does without a word that cannot be read; changing
    /// it does not, since what is left finds more.
    /// </summary>
    /// <returns>The query, or what is wrong.</returns>
    public static async ValueTask<(SearchQuery? Query, string? Wrong)> ReadStrictlyAsync(
        HttpContext context, CaughtSearch search, string text)
    {
        if (Zone(context) is null && Parameter(context, "tz") is { } tz)
            return (null, $"there is no time zone '{tz}'");
        var typed = await ReadAsync(context, search, text);
        if (typed.Mistake is not null)
            return (null, typed.Mistake);
        if (typed.Ignored is [var first, ..])
            return (null, $"'{first}' says nothing to look for");
        return (typed.Query, typed.Query is null ? "there is nothing to look for" : null);
    }

    /// <summary>As one condition more; a date that cannot be read is none, as in Mailpit.</summary>
    public static SearchQuery? Before(HttpContext context) =>
        Parameter(context, "before") is { } text
        && TypedSearch.ReadDate(text, Zone(context) ?? TimeZoneInfo.Local) is { } date
            ? SearchQuery.Moments(SearchDate.Internal, null, date)
            : null;

    public static string? Parameter(HttpContext context, string name) =>
        ((string?)context.Request.Query[name])?.Trim() is { Length: > 0 } text ? text : null;

    private static TimeZoneInfo? Zone(HttpContext context) =>
        Parameter(context, "tz") is { } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? zone
            : null;
}

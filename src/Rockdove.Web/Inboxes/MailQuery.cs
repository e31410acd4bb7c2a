using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Rockdove.Web;

/// <summary>The parameters of a request. One that nobody knows is a mistake, and not passed over.</summary>
internal sealed class MailQuery
{
    private readonly IQueryCollection _query;

    /// <param name="context">The request.</param>
    /// <param name="names">The parameters there are; with them those of <see cref="ConditionNames"/>.</param>
    /// <param name="withConditions">Whether conditions may be given.</param>
    /// <exception cref="RefusalException">There is another one.</exception>
    public MailQuery(HttpContext context, bool withConditions, params IReadOnlyList<string> names)
    {
        _query = context.Request.Query;
        string[] known = withConditions ? [.. names, .. ConditionNames] : [.. names];
        foreach (var name in _query.Keys)
        {
            if (!known.Contains(name, StringComparer.Ordinal))
            {
                throw RefusalException.BadRequest(known.Length == 0
                    ? $"There is no parameter '{name}' here, nor any other."
                    : $"There is no parameter '{name}'; there are {string.Join(", ", known)}.");
            }
        }
    }

    public string? Text(string name)
    {
        if (!_query.TryGetValue(name, out var values))
            return null;
        if (values.Count != 1)
            throw RefusalException.BadRequest($"The parameter '{name}' is given {values.Count} times.");
        return values[0] ?? "";
    }

    public long Number(string name, long otherwise, long least, long most)
    {
        if (Text(name) is not { } text)
            return otherwise;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most
                ? number
                : throw RefusalException.BadRequest($"{name} is a number from {least} to {most}.");
    }

    public TimeSpan Seconds(string name, TimeSpan otherwise, TimeSpan most)
    {
        if (Text(name) is not { } text)
            return otherwise;
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= most.TotalSeconds
                ? TimeSpan.FromSeconds(seconds)
                : throw RefusalException.BadRequest($"{name} is a number from 0 to {most.TotalSeconds}.");
    }

    public ConditionsShape Conditions()
    {
        return new()
        {
            From = Text("from"),
            To = Text("to"),
            Subject = Text("subject"),
            Text = Text("text"),
            Header = _query.TryGetValue("header", out var headers) ? [.. headers.Select(one => one ?? "")] : null,
            Attachment = Text("attachment") switch
            {
                null => null,
                "true" => true,
                "false" => false,
                _ => throw RefusalException.BadRequest("attachment is true or false."),
            },
            ReceivedAfter = Moment("receivedAfter"),
            After = Text("after"),
        };
    }

    private DateTimeOffset? Moment(string name)
    {
        if (Text(name) is not { } text)
            return null;
        return DateTimeOffset.TryParseExact(
            text, Moments, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment)
                ? moment
                : throw RefusalException.BadRequest($"{name} is a moment like 2026-11-26T09:30:00.5Z (RFC 3339).");
    }

    private static readonly string[] Moments = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    private static readonly string[] ConditionNames =
        ["from", "to", "subject", "text", "header", "attachment", "receivedAfter", "after"];
}

using System.Globalization;
using Microsoft.AspNetCore.Http;
using Rockdove.Prober;

namespace Rockdove.Web;

/// <summary>Reads the query of a request.</summary>
internal sealed class PingQuery(HttpContext context, TimeProvider clock)
{
    private readonly IQueryCollection _query = context.Request.Query;

    /// <exception cref="PingQueryException">It is not there.</exception>
    public string Text(string name) =>
        TextOrNull(name) ?? throw new PingQueryException($"{name} is missing.");

    public string? TextOrNull(string name) => (string?)_query[name] is { Length: > 0 } text ? text : null;

    /// <summary>Two accounts.</summary>
    public ProbePair Pair() => new(Text("from"), Text("to"));

    /// <summary>A time from <c>since</c> to <c>until</c>; without them the last day.</summary>
    /// <exception cref="PingQueryException">It is none, or longer than that.</exception>
    public (DateTimeOffset Since, DateTimeOffset Until) Span(TimeSpan longest)
    {
        var until = Moment("until") ?? clock.GetUtcNow();
        var since = Moment("since") ?? until - TimeSpan.FromDays(1);
        if (since > until)
            throw new PingQueryException("since is after until.");
        if (until - since > longest)
            throw new PingQueryException($"From since to until are more than {longest.TotalDays:0} days.");
        return (since, until);
    }

    /// <summary>A moment; null when the query has none.</summary>
    public DateTimeOffset? Moment(string name)
    {
        // A plus sign that nobody encoded has become a space.
        if (TextOrNull(name)?.Replace(' ', '+') is not { } text)
            return null;
        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : throw new PingQueryException($"{name}={text} is no time; allowed is 2026-11-26T09:30:00Z.");
    }

    /// <summary>A whole number within bounds.</summary>
    public long Number(string name, long usual, long least, long most)
    {
        if (TextOrNull(name) is not { } text)
            return usual;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most
            ? number
            : throw new PingQueryException($"{name}={text}: allowed is a whole number from {least} to {most}.");
    }

    /// <summary>How long a list may be.</summary>
    public int Limit() => (int)Number("limit", 100, 1, MaximumLimit);

    /// <summary>True for <c>true</c> and for the name alone.</summary>
    public bool Switch(string name) => (string?)_query[name] switch
    {
        null or "false" => false,
        "" or "true" => true,
        var other => throw new PingQueryException($"{name}={other}: allowed are true and false."),
    };

    /// <summary>One of a few words.</summary>
    public string Word(string name, params ReadOnlySpan<string> allowed)
    {
        var word = TextOrNull(name) ?? allowed[0];
        return allowed.Contains(word)
            ? word
            : throw new PingQueryException($"{name}={word}: allowed are {string.Join(", ", allowed)}.");
    }

    private const int MaximumLimit = 1000; // A page of a list; what is older has another until.
}

/// <summary>A query that makes no sense. The message says why.</summary>
internal sealed class PingQueryException(string message) : Exception(message);

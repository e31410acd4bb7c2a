using System.Globalization;
using Microsoft.AspNetCore.Http;
using Rockdove.Mock;

namespace Rockdove.Web;

/// <summary>
/// What a request waits for: <c>?count=2&amp;to=ann@example.org&amp;from=…&amp;subject=…&amp;timeoutSeconds=5</c>. All
/// that is given must fit; addresses whole, in any case; of the subject a part will do.
/// </summary>
internal sealed record MockFilter(int Count, double TimeoutSeconds, string? To, string? From, string? Subject)
{
    /// <summary>Reads a query; null when it makes no sense, with the reason.</summary>
    public static MockFilter? Read(IQueryCollection query, out string fault)
    {
        fault = "";
        foreach (var name in query.Keys.Where(name => !Names.Contains(name)))
            fault = $"there is no parameter '{name}'; there are {string.Join(", ", Names)}";
        if (!int.TryParse(Text(query, "count") ?? "1", NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count is < 1 or > MostMessages)
            fault = $"count is a number from 1 to {MostMessages}";
        if (!double.TryParse(
                Text(query, "timeoutSeconds") ?? "10", NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
                out var seconds)
            || seconds > MockLimits.LongestWait.TotalSeconds)
            fault = $"timeoutSeconds is a number from 0 to {MockLimits.LongestWait.TotalSeconds}";
        return fault.Length > 0
            ? null
            : new MockFilter(count, seconds, Text(query, "to"), Text(query, "from"), Text(query, "subject"));
    }

    public bool Wants(ReceivedMessage message) =>
        (To is null || message.ForwardPaths.Contains(To, StringComparer.OrdinalIgnoreCase))
        && (From is null || message.ReversePath.Equals(From, StringComparison.OrdinalIgnoreCase))
        && (Subject is null || message.Subject?.Contains(Subject, StringComparison.OrdinalIgnoreCase) == true);

    private static string? Text(IQueryCollection query, string name) =>
        query.TryGetValue(name, out var text) ? (string?)text : null;

    /// <summary>As many as a mock keeps unless told otherwise.</summary>
    private const int MostMessages = 100_000;

    private static readonly string[] Names = ["count", "to", "from", "subject", "timeoutSeconds"];
}

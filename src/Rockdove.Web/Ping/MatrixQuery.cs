using Rockdove.Prober;

namespace Rockdove.Web;

/// <summary>Which matrix a request is about.</summary>
internal static class MatrixQuery
{
    /// <summary>
    /// That of a run with <c>timestamp</c>, of a moment with <c>at</c>, otherwise as it is now; null for a run that is
    /// none.
    /// </summary>
    /// <exception cref="PingQueryException">The query names both, or no time.</exception>
    public static MatrixPicture? Read(ProbeReader reader, PingWebOptions options, PingQuery query)
    {
        var now = options.Clock.GetUtcNow();
        if (query.TextOrNull("timestamp") is null)
            return reader.MatrixAt(query.Moment("at") ?? now, options.View);
        if (query.TextOrNull("at") is not null)
            throw new PingQueryException("at and timestamp: choose one.");
        return reader.MatrixOfRun(query.Number("timestamp", 0, 0, LastSecond), now, options.View);
    }

    private const long LastSecond = 253402300799; // Of the year 9999, where DateTimeOffset ends.
}

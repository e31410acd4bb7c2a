using Microsoft.AspNetCore.Http;

namespace Rockdove.Cli.Tests;

/// <summary>What a collector was sent: the messages of opentelemetry-proto, read by their numbers.</summary>
internal sealed record OtlpRequest(string Path, IHeaderDictionary Headers, ProtobufText Body)
{
    public Dictionary<string, string> Resource => Body.All(1, 1).First().Attributes(1);

    /// <summary>Spans with the source they come from.</summary>
    public IEnumerable<OtlpSpan> Spans =>
        from scope in Body.All(1, 2)
        from span in scope.All(2)
        select new OtlpSpan(
            scope.All(1).Single().Text(1), span.Text(5), span.Hex(2), span.Hex(4), span.Attributes(9),
            span.All(15).Select(status => status.Number(3)).FirstOrDefault() == 2);

    /// <summary>The value of a counter, or how many a histogram has, of all points with these tags.</summary>
    public long Count(string metric, params (string Name, string Value)[] tags) =>
        Points(metric).Where(point => tags.All(tag => point.Tags.GetValueOrDefault(tag.Name) == tag.Value))
            .Sum(point => point.Count);

    /// <summary>The sum of a histogram.</summary>
    public double Sum(string metric) => Points(metric).Sum(point => point.Sum);

    private IEnumerable<(Dictionary<string, string> Tags, long Count, double Sum)> Points(string name)
    {
        foreach (var metric in Body.All(1, 2, 2).Where(one => one.Text(1) == name))
        {
            foreach (var point in metric.All(7, 1)) // Sum
                yield return (point.Attributes(7), point.Number(6), 0);
            foreach (var point in metric.All(9, 1)) // Histogram
                yield return (point.Attributes(9), point.Number(4), point.Double(5));
        }
    }
}

/// <summary>One span, its ids in hexadecimal.</summary>
internal sealed record OtlpSpan(
    string Source, string Name, string Id, string Parent, Dictionary<string, string> Tags, bool HasFailed);

namespace Rockdove.Prober.Tests;

/// <summary>The page about results lists the metrics that there are.</summary>
public sealed class MetricsPageTests
{
    [Fact]
    public void The_table_is_the_metrics_in_their_order()
    {
        var page = File.ReadAllLines(Path.Combine(RepositoryFolder.Path, "docs/ping-results.md"));
        Assert.Equal(
            MetricFamilies.All.Select(Row),
            page.SkipWhile(line => line != "| Metric | Kind | Labels | |").Skip(2).TakeWhile(line => line != ""));
    }

    private static string Row(MetricFamily family)
    {
        var suffix = family.Kind switch
        {
            MetricKind.Counter => "_total",
            MetricKind.Info => "_info",
            _ => "",
        };
        var labels = string.Join(", ", family.Labels.Select(label => $"`{label}`"));
        return $"| `{family.Name}{suffix}` | {family.Kind.ToString().ToLowerInvariant()} | {labels} | {family.Help} |";
    }
}

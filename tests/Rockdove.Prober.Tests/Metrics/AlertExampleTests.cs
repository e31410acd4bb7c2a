using System.Text.RegularExpressions;

namespace Rockdove.Prober.Tests;

/// <summary>The alerts that are shipped name what there is.</summary>
public sealed partial class AlertExampleTests
{
    [Fact]
    public void Every_metric_and_label_of_the_examples_exists()
    {
        var rules = File.ReadAllText(Path.Combine(RepositoryFolder.Path, "docs/examples/rockdove-ping.rules.yml"));
        var alerts = Alert().Split(rules).Skip(1).ToList();
        Assert.True(alerts.Count >= 12);
        foreach (var alert in alerts)
        {
            var metrics = Metric().Matches(alert).Select(match => match.Value).Distinct().ToList();
            Assert.NotEmpty(metrics);
            var labels = new HashSet<string>();
            foreach (var metric in metrics)
            {
                var family = Assert.Single(MetricFamilies.All, one => Samples(one).Contains(metric));
                labels.UnionWith(family.Labels);
            }

            foreach (var label in Label().Matches(alert).SelectMany(match => match.Groups.Values.Skip(1))
                .SelectMany(group => group.Value.Split(',', StringSplitOptions.TrimEntries)).Where(name => name != ""))
            {
                Assert.True(
                    labels.Contains(label) || label == "le", $"{label} is no label of {string.Join(", ", metrics)}");
            }
        }
    }

    [Fact]
    public void Every_value_of_a_label_in_the_examples_is_one_that_there_is()
    {
        var rules = File.ReadAllText(Path.Combine(RepositoryFolder.Path, "docs/examples/rockdove-ping.rules.yml"));
        foreach (Match match in Value().Matches(rules))
        {
            var (label, value) = (match.Groups[1].Value, match.Groups[2].Value);
            Assert.True(
                label switch
                {
                    "result" => ProbeNames.Outcome(value) is not null,
                    "phase" => ProbeNames.Stage(value) is not null,
                    "kind" => value is "sender" or "receiver" or "prober",
                    _ => false,
                },
                $"{label}=\"{value}\"");
        }
    }

    [Fact]
    public void No_metric_is_named_twice_and_all_are_listed()
    {
        Assert.Equal(MetricFamilies.All.Length, MetricFamilies.All.Select(family => family.Name).Distinct().Count());
        Assert.Equal(
            typeof(MetricFamilies).GetFields().Count(field => field.FieldType == typeof(MetricFamily)),
            MetricFamilies.All.Length);
        Assert.DoesNotContain("address", MetricFamilies.All.SelectMany(family => family.Labels));
    }

    private static string[] Samples(MetricFamily family) => family.Kind switch
    {
        MetricKind.Counter => [family.FullName + "_total"],
        MetricKind.Info => [family.FullName + "_info"],
        MetricKind.Histogram => [family.FullName + "_bucket", family.FullName + "_sum", family.FullName + "_count"],
        _ => [family.FullName],
    };

    [GeneratedRegex("- alert: ")]
    private static partial Regex Alert();

    [GeneratedRegex("rockdove_ping_[a-z_]+")]
    private static partial Regex Metric();

    [GeneratedRegex("""\$labels\.([a-z]+)|by \(([a-z, ]+)\)|\{([a-z]+)=""")]
    private static partial Regex Label();

    [GeneratedRegex("""\{([a-z]+)="([^"]*)"\}""")]
    private static partial Regex Value();
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Rockdove.Prober.Tests;

/// <summary>
/// Reads the text format as strictly as a scraper, and knows the rules for names and units: what promtool checks, and
/// the order that OpenMetrics wants.
/// </summary>
internal static partial class MetricsChecker
{
    /// <summary>All samples, by name and labels.</summary>
    public static Dictionary<string, double> Check(string text, bool isOpenMetrics)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', text);
        var lines = text.TrimEnd('\n').Split('\n');
        if (isOpenMetrics)
        {
            Assert.Equal("# EOF", lines[^1]);
            lines = lines[..^1];
        }

        var samples = new Dictionary<string, double>();
        var families = new HashSet<string>();
        var (family, type) = ("", "");
        for (var i = 0; i < lines.Length; i++)
        {
            if (Help().Match(lines[i]) is { Success: true } help)
            {
                var next = Type().Match(lines[++i]);
                Assert.True(
                    next.Success && next.Groups[1].Value == help.Groups[1].Value, $"No type after {lines[i - 1]}");
                (family, type) = (next.Groups[1].Value, next.Groups[2].Value);
                Assert.True(families.Add(family), $"{family} is in two places.");
                CheckName(family, type, isOpenMetrics);
                continue;
            }

            var sample = Sample().Match(lines[i]);
            Assert.True(sample.Success, $"No sample: {lines[i]}");
            CheckSuffix(sample.Groups[1].Value, family, type, isOpenMetrics);
            var labels = Label().Matches(sample.Groups[2].Value).Select(label => label.Groups[1].Value).ToList();
            Assert.Equal(labels.Distinct(), labels);
            Assert.Equal(type == "histogram" && sample.Groups[1].Value.EndsWith("_bucket", StringComparison.Ordinal),
                labels.Contains("le"));
            Assert.True(
                samples.TryAdd(sample.Groups[1].Value + sample.Groups[2].Value, Number(sample.Groups[3].Value)),
                $"Twice: {lines[i]}");
        }

        CheckHistograms(samples);
        return samples;
    }

    private static void CheckName(string family, string type, bool isOpenMetrics)
    {
        Assert.Matches("^[a-z][a-z0-9_]*$", family);
        Assert.StartsWith(MetricFamily.Prefix, family, StringComparison.Ordinal);
        Assert.DoesNotMatch("_(ms|milliseconds|minutes|hours|days|kb|mb|percent|us|microseconds)(_|$)", family);
        Assert.DoesNotMatch("(counter|gauge|histogram)", family);
        Assert.Equal(
            type == "counter" && !isOpenMetrics, family.EndsWith("_total", StringComparison.Ordinal));
        if (family.Contains("timestamp", StringComparison.Ordinal))
            Assert.EndsWith("_timestamp_seconds", family, StringComparison.Ordinal);
    }

    private static void CheckSuffix(string name, string family, string type, bool isOpenMetrics) => Assert.Contains(
        name[family.Length..],
        type switch
        {
            "histogram" => ["_bucket", "_sum", "_count"],
            "counter" when isOpenMetrics => ["_total"],
            "info" => ["_info"],
            _ => new[] { "" },
        });

    private static void CheckHistograms(Dictionary<string, double> samples)
    {
        var buckets = samples.Where(sample => sample.Key.Contains("le=\"", StringComparison.Ordinal))
            .Select(sample => (Series: Bound().Replace(sample.Key, ""), Le: Bound().Match(sample.Key).Groups[1].Value,
                sample.Value));
        foreach (var series in buckets.GroupBy(bucket => bucket.Series))
        {
            Assert.Equal(series.OrderBy(bucket => Number(bucket.Le)), series);
            Assert.Equal(series.Select(bucket => bucket.Value).Order(), series.Select(bucket => bucket.Value));
            Assert.Equal("+Inf", series.Last().Le);
            var count = series.Key.Replace("_bucket", "_count", StringComparison.Ordinal);
            count = count.EndsWith("{}", StringComparison.Ordinal) ? count[..^2] : count;
            Assert.Equal(samples[count], series.Last().Value);
        }
    }

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    [GeneratedRegex("^# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) ((?:[^\\\\]|\\\\[\\\\n\"])+)$")]
    private static partial Regex Help();

    [GeneratedRegex("^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram|info)$")]
    private static partial Regex Type();

    [GeneratedRegex(
        """^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?:[a-z_]+="(?:[^"\\]|\\[\\n"])*"(?:,(?!\})|(?=\})))+\})? (\S+)$""")]
    private static partial Regex Sample();

    [GeneratedRegex("""([a-z_]+)="(?:[^"\\]|\\[\\n"])*"[,}]""")]
    private static partial Regex Label();

    [GeneratedRegex(",?le=\"([^\"]*)\"")]
    private static partial Regex Bound();
}

using System.Globalization;
using System.Text;

namespace Rockdove.Prober;

/// <summary>
/// Writes the text format 0.0.4 of Prometheus, or OpenMetrics 1.0: the same but for the names of families, floats in
/// le, and an end. Samples have no time of their own: the one of the scrape is right.
/// </summary>
internal sealed class MetricsText(bool isOpenMetrics)
{
    private readonly StringBuilder _text = new();

    public void Write(MetricFamily family, IEnumerable<MetricValues.Series> series)
    {
        var suffix = Suffix(family.Kind);
        var isBegun = false;
        foreach (var one in series)
        {
            if (!isBegun)
                Begin(family, suffix);
            isBegun = true;
            if (family.Kind == MetricKind.Histogram)
                WriteHistogram(family, one);
            else
                Sample(family.FullName + suffix, family, one.Labels, null, one.Value);
        }
    }

    public string End() => isOpenMetrics ? _text.Append("# EOF\n").ToString() : _text.ToString();

    private void Begin(MetricFamily family, string suffix)
    {
        var name = isOpenMetrics ? family.FullName : family.FullName + suffix;
        var type = family.Kind switch
        {
            MetricKind.Counter => "counter",
            MetricKind.Histogram => "histogram",
            MetricKind.Info when isOpenMetrics => "info",
            _ => "gauge",
        };
        _text.Append("# HELP ").Append(name).Append(' ').Append(Escape(family.Help, isOpenMetrics)).Append('\n');
        _text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
    }

    private void WriteHistogram(MetricFamily family, MetricValues.Series series)
    {
        var sum = 0L;
        for (var i = 0; i < series.Counts.Length; i++)
        {
            sum += series.Counts[i];
            var bound = i < series.Bounds.Length ? Bound(series.Bounds[i]) : "+Inf";
            Sample(family.FullName + "_bucket", family, series.Labels, bound, sum);
        }

        Sample(family.FullName + "_sum", family, series.Labels, null, series.Value);
        Sample(family.FullName + "_count", family, series.Labels, null, sum);
    }

    private void Sample(string name, MetricFamily family, string[] labels, string? bound, double value)
    {
        _text.Append(name);
        for (var i = 0; i < labels.Length; i++)
        {
            _text.Append(i == 0 ? '{' : ',').Append(family.Labels[i]).Append("=\"").Append(Escape(labels[i], true))
                .Append('"');
        }

        if (bound is not null)
            _text.Append(labels.Length == 0 ? '{' : ',').Append("le=\"").Append(bound).Append('"');
        if (labels.Length > 0 || bound is not null)
            _text.Append('}');
        _text.Append(' ').Append(Number(value)).Append('\n');
    }

    private string Bound(double bound)
    {
        var text = Number(bound);
        return isOpenMetrics && !text.Contains('.') ? text + ".0" : text;
    }

    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf"
        : double.IsNegativeInfinity(value) ? "-Inf"
        : double.IsInteger(value) && Math.Abs(value) < 1e15 ? ((long)value).ToString(CultureInfo.InvariantCulture)
        : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Escape(string text, bool isQuoted)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
        return isQuoted ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }

    private static string Suffix(MetricKind kind) => kind switch
    {
        MetricKind.Counter => "_total",
        MetricKind.Info => "_info",
        _ => "",
    };
}

using System.Diagnostics.Metrics;
using System.Text;

namespace Rockdove.Web;

/// <summary>The values of one metric, by labels.</summary>
internal sealed class MetricSeries
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, double[]> _values = new(StringComparer.Ordinal);
    private readonly string _help;
    private readonly string _type;
    private readonly bool _isObserved;
    private readonly IReadOnlyList<double> _bounds;

    public MetricSeries(string name, Instrument instrument)
    {
        Name = name;
        _help = instrument.Description ?? "";
        _isObserved = instrument.IsObservable;
        _bounds = instrument switch
        {
            Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } => bounds,
            Histogram<long> { Advice.HistogramBucketBoundaries: { } bounds } =>
                [.. bounds.Select(each => (double)each)],
            _ => [],
        };
        _type = IsHistogram(instrument) ? "histogram" : IsCounter(instrument) ? "counter" : "gauge";
    }

    public string Name { get; }

    /// <summary>
    /// The name that Prometheus has for an instrument: its own with <c>_</c> for dots, the unit, and <c>_total</c> for
    /// what only grows.
    /// </summary>
    public static string NameOf(Instrument instrument)
    {
        var unit = instrument.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            _ => "", // {message} and the like say what is counted, which the name does too.
        };
        return instrument.Name.Replace('.', '_') + unit + (IsCounter(instrument) ? "_total" : "");
    }

    public void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = Labels(tags);
        lock (_lock)
        {
            if (!_values.TryGetValue(labels, out var values))
            {
                if (_values.Count == MostSeries)
                    return;
                _values.Add(labels, values = new double[_bounds.Count + 2]);
            }

            if (_type != "histogram")
            {
                values[0] = _isObserved ? value : values[0] + value;
                return;
            }

            values[^2]++;
            values[^1] += value;
            for (var i = 0; i < _bounds.Count; i++)
            {
                if (value <= _bounds[i])
                    values[i]++;
            }
        }
    }

    public void Write(PrometheusText text)
    {
        lock (_lock)
        {
            if (_values.Count == 0)
                return;
            text.Begin(Name, _type, _help);
            foreach (var (labels, values) in _values)
            {
                if (_type != "histogram")
                {
                    text.Add(Name, labels, values[0]);
                    continue;
                }

                var before = labels.Length == 0 ? "" : labels + ",";
                for (var i = 0; i < _bounds.Count; i++)
                    text.Add($"{Name}_bucket", $"{before}le=\"{PrometheusText.Number(_bounds[i])}\"", values[i]);
                text.Add($"{Name}_bucket", $"{before}le=\"+Inf\"", values[^2]);
                text.Add($"{Name}_sum", labels, values[^1]);
                text.Add($"{Name}_count", labels, values[^2]);
            }
        }
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
            return "";
        var labels = new StringBuilder();
        foreach (var (name, value) in tags)
        {
            labels.Append(labels.Length == 0 ? "" : ",").Append(name.Replace('.', '_')).Append("=\"")
                .Append(PrometheusText.Escaped($"{value}")).Append('"');
        }

        return labels.ToString();
    }

    private static bool IsHistogram(Instrument instrument) =>
        instrument is Histogram<double> or Histogram<long> or Histogram<int>;

    private static bool IsCounter(Instrument instrument) =>
        instrument is Counter<long> or Counter<int> or Counter<double>
            or ObservableCounter<long> or ObservableCounter<int> or ObservableCounter<double>;

    /// <summary>Series of one metric. No label of ours has more values; a mistake shall not fill the memory.</summary>
    public const int MostSeries = 2000;
}

using System.Diagnostics.Metrics;

namespace Rockdove.Web;

/// <summary>
/// What the instruments of Rockdove say, added up since this began to listen. Those of the whole process: a meter knows
/// of no one endpoint.
/// </summary>
internal sealed class MeterReadings : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, MetricSeries> _metrics = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();

    public MeterReadings()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith(Prefix, StringComparison.Ordinal))
                listener.EnableMeasurementEvents(instrument, Series(instrument));
        };
        _listener.SetMeasurementEventCallback<int>((_, value, tags, state) => Take(value, tags, state));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, state) => Take(value, tags, state));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, state) => Take(value, tags, state));
        _listener.Start();
    }

    /// <summary>Adds all of it to a text, by the names.</summary>
    public void Write(PrometheusText text)
    {
        _listener.RecordObservableInstruments();
        List<MetricSeries> metrics;
        lock (_lock)
            metrics = [.. _metrics.Values.OrderBy(each => each.Name, StringComparer.Ordinal)];
        foreach (var metric in metrics)
            metric.Write(text);
    }

    public void Dispose() => _listener.Dispose();

    private static void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? series) =>
        ((MetricSeries)series!).Take(value, tags);

    /// <summary>One for each name: meters of several endpoints have the same instruments.</summary>
    private MetricSeries Series(Instrument instrument)
    {
        var name = MetricSeries.NameOf(instrument);
        lock (_lock)
        {
            if (!_metrics.TryGetValue(name, out var series))
                _metrics.Add(name, series = new MetricSeries(name, instrument));
            return series;
        }
    }

    private const string Prefix = "Rockdove.";
}

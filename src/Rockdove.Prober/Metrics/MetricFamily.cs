namespace Rockdove.Prober;

/// <summary>Kinds of metrics, as Prometheus has them.</summary>
internal enum MetricKind : byte
{
    Counter,
    Gauge,
    Histogram,
    Info,
}

/// <summary>A metric: its name without the prefix and the suffix of its kind, and its labels.</summary>
internal sealed record MetricFamily(string Name, MetricKind Kind, string Help, params string[] Labels)
{
    /// <summary>How it is called; samples of a counter and of an info have a suffix besides.</summary>
    public string FullName => Prefix + Name;

    public const string Prefix = "rockdove_ping_";
}

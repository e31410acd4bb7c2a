namespace Rockdove.Prober;

/// <summary>The series of all metrics. One thread at a time.</summary>
internal sealed class MetricValues
{
    private readonly Dictionary<MetricFamily, Dictionary<string, Series>> _families = [];

    public void Set(MetricFamily family, double value, params string[] labels) => Find(family, labels).Value = value;

    public void Add(MetricFamily family, double value, params string[] labels) => Find(family, labels).Value += value;

    /// <summary>Adds to a histogram.</summary>
    /// <param name="family">Which.</param>
    /// <param name="bounds">How far its buckets reach; the same each time.</param>
    /// <param name="value">What was measured.</param>
    /// <param name="labels">The values of its labels.</param>
    public void Observe(MetricFamily family, double[] bounds, double value, params string[] labels) =>
        Find(family, labels).Observe(bounds, value);

    /// <summary>Makes a histogram that nothing was measured of.</summary>
    public void Begin(MetricFamily family, double[] bounds, params string[] labels) =>
        Find(family, labels).Begin(bounds);

    /// <summary>Forgets all series of a metric.</summary>
    public void Clear(MetricFamily family) => _families.Remove(family);

    /// <summary>Forgets all series that have these values of these labels.</summary>
    public void Remove(params (string Label, string Value)[] labels)
    {
        foreach (var (family, series) in _families)
        {
            if (labels.Any(label => !family.Labels.Contains(label.Label)))
                continue;
            foreach (var gone in series
                .Where(one => labels.All(
                    label => one.Value.Labels[Array.IndexOf(family.Labels, label.Label)] == label.Value))
                .Select(one => one.Key).ToList())
                series.Remove(gone);
        }
    }

    /// <summary>Its series, in the order of their labels.</summary>
    public IEnumerable<Series> Of(MetricFamily family) =>
        _families.TryGetValue(family, out var series)
            ? series.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => one.Value)
            : [];

    private Series Find(MetricFamily family, string[] labels)
    {
        System.Diagnostics.Debug.Assert(labels.Length == family.Labels.Length, $"Labels of {family.Name}");
        if (!_families.TryGetValue(family, out var series))
            _families.Add(family, series = []);
        var key = string.Join('\u001f', labels);
        if (!series.TryGetValue(key, out var found))
            series.Add(key, found = new Series(labels));
        return found;
    }

    /// <summary>One series.</summary>
    public sealed class Series(string[] labels)
    {
        public string[] Labels => labels;

        /// <summary>Its value; the sum, for a histogram.</summary>
        public double Value { get; set; }

        /// <summary>How far the buckets of a histogram reach.</summary>
        public double[] Bounds { get; private set; } = [];

        /// <summary>How many were no more than each bound, and above all of them at the end.</summary>
        public long[] Counts { get; private set; } = [];

        public void Begin(double[] bounds)
        {
            if (Counts.Length == 0)
                (Bounds, Counts) = (bounds, new long[bounds.Length + 1]);
        }

        public void Observe(double[] bounds, double value)
        {
            Begin(bounds);
            var bucket = Array.FindIndex(Bounds, bound => value <= bound);
            Counts[bucket < 0 ? Bounds.Length : bucket]++;
            Value += value;
        }
    }
}

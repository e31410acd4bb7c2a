namespace Rockdove.Prober;

/// <summary>
/// How long deliveries took, in 24 buckets that each reach twice as far as the one before: up to 0.1 s, 0.2 s, 0.4 s,
/// and on to 4.9 days and beyond. Two of them are added by adding their buckets; percentiles cannot be added.
/// </summary>
internal sealed class LatencyHistogram
{
    private readonly long[] _counts = new long[Buckets];

    public long Count { get; private set; }

    /// <summary>The shortest; <see cref="TimeSpan.MaxValue"/> while there is none.</summary>
    public TimeSpan Minimum { get; private set; } = TimeSpan.MaxValue;

    /// <summary>The longest.</summary>
    public TimeSpan Maximum { get; private set; }

    public void Add(TimeSpan length)
    {
        _counts[BucketOf(length)]++;
        Count++;
        Minimum = length < Minimum ? length : Minimum;
        Maximum = length > Maximum ? length : Maximum;
    }

    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < Buckets; i++)
            _counts[i] += other._counts[i];
        Count += other.Count;
        Minimum = other.Minimum < Minimum ? other.Minimum : Minimum;
        Maximum = other.Maximum > Maximum ? other.Maximum : Maximum;
    }

    /// <summary>
    /// What so large a part took no longer than; null when there are none. It is wrong by less than the width of its
    /// bucket, and right when there is one value.
    /// </summary>
    /// <param name="part">From 0 to 1; 0.5 is the median.</param>
    public TimeSpan? Percentile(double part)
    {
        if (Count == 0)
            return null;
        var rank = part * Count;
        for (var (bucket, below) = (0, 0L); bucket < Buckets; below += _counts[bucket++])
        {
            if (_counts[bucket] == 0 || below + _counts[bucket] < rank)
                continue;
            var within = Math.Clamp((rank - below) / _counts[bucket], 0, 1);
            var upper = Bound(bucket).TotalSeconds;
            var seconds = bucket == 0 ? upper * within : upper / 2 * Math.Pow(2, within);
            var length = TimeSpan.FromMicroseconds(Math.Round(seconds * 1e6));
            return length < Minimum ? Minimum : length > Maximum ? Maximum : length;
        }

        return Maximum;
    }

    /// <summary>
    /// The buckets as varints (seven bits an octet, the lowest first), without empty ones at the end.
    /// </summary>
    public byte[] ToOctets()
    {
        var octets = new List<byte>(Buckets);
        var last = Array.FindLastIndex(_counts, count => count != 0);
        for (var i = 0; i <= last; i++)
        {
            var rest = (ulong)_counts[i];
            for (; rest > 0x7f; rest >>= 7)
                octets.Add((byte)(rest | 0x80));
            octets.Add((byte)rest);
        }

        return [.. octets];
    }

    /// <exception cref="InvalidDataException">They are none of a histogram.</exception>
    public static LatencyHistogram FromOctets(ReadOnlySpan<byte> octets, TimeSpan? minimum, TimeSpan? maximum)
    {
        var histogram = new LatencyHistogram { Minimum = minimum ?? TimeSpan.MaxValue, Maximum = maximum ?? default };
        var (bucket, value, shift) = (0, 0UL, 0);
        foreach (var octet in octets)
        {
            if (bucket == Buckets || shift > 56)
                throw new InvalidDataException("A histogram in the results has more than it can have.");
            value |= (ulong)(octet & 0x7f) << shift;
            shift += 7;
            if (octet > 0x7f)
                continue;
            histogram._counts[bucket++] = (long)value;
            histogram.Count += (long)value;
            (value, shift) = (0, 0);
        }

        return shift == 0
            ? histogram
            : throw new InvalidDataException("A histogram in the results ends in the middle of a number.");
    }

    private static int BucketOf(TimeSpan length)
    {
        var bucket = 0;
        while (bucket < Buckets - 1 && length > Bound(bucket))
            bucket++;
        return bucket;
    }

    /// <summary>How far a bucket reaches, itself included; the last one has no end.</summary>
    internal static TimeSpan Bound(int bucket) => First * (1L << bucket);

    internal const int Buckets = 24;

    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
}

using System.Numerics;

namespace Rockdove.Cli;

/// <summary>
/// Counts durations in buckets whose width is at most 1/64 of their value, from a nanosecond to an hour: percentiles of
/// any number of messages in 20 kB, without keeping the messages' times.
/// </summary>
internal sealed class LatencyHistogram
{
    private readonly long[] _counts = new long[BucketCount];

    public long Count { get; private set; }

    public TimeSpan Max { get; private set; }

    public TimeSpan Sum { get; private set; }

    public TimeSpan Mean => Count == 0 ? TimeSpan.Zero : Sum / Count;

    public void Add(TimeSpan duration)
    {
        _counts[Bucket(Math.Max(0, duration.Ticks))]++;
        Count++;
        Sum += duration;
        if (duration > Max)
            Max = duration;
    }

    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < BucketCount; i++)
            _counts[i] += other._counts[i];
        Count += other.Count;
        Sum += other.Sum;
        if (other.Max > Max)
            Max = other.Max;
    }

    /// <summary>
    /// The duration that this share of all does not exceed, at most 1/64 too high; zero when nothing was added.
    /// </summary>
    public TimeSpan Percentile(double share)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(share * Count));
        var seen = 0L;
        for (var i = 0; i < BucketCount; i++)
        {
            seen += _counts[i];
            if (seen >= rank)
                return TimeSpan.FromTicks(Math.Min(LastOf(i), Max.Ticks));
        }

        return TimeSpan.Zero;
    }

    /// <summary>Below 128 ticks each has its own; above, 64 buckets for each doubling.</summary>
    private static int Bucket(long ticks)
    {
        if (ticks < 2 * StepsPerDoubling)
            return (int)ticks;
        var doublings = BitOperations.Log2((ulong)ticks) - StepBits;
        return Math.Min(BucketCount - 1, (int)((doublings << StepBits) + (ticks >> doublings)));
    }

    private static long LastOf(int bucket)
    {
        if (bucket < 2 * StepsPerDoubling)
            return bucket;
        var doublings = (bucket >> StepBits) - 1;
        var first = (long)(bucket - (doublings << StepBits)) << doublings;
        return first + (1L << doublings) - 1;
    }

    private const int StepBits = 6;
    private const int StepsPerDoubling = 1 << StepBits;
    private const int BucketCount = 40 * StepsPerDoubling; // The last begins beyond an hour of 100 ns ticks.
}

using System.Collections;

namespace Rockdove.Storage;

/// <summary>
/// An immutable set of unique identifiers, held as ranges: a million consecutive ones cost as much as one.
/// </summary>
/// <remarks>Enumerates in ascending order. Prints as a sequence-set does, <c>1:3,7</c> (RFC 9051 section 9).</remarks>
public sealed class UidSet : IEnumerable<Uid>, IEquatable<UidSet>
{
    public static readonly UidSet Empty = new([]);

    /// <summary>Every unique identifier there can be: <c>1:*</c>.</summary>
    public static readonly UidSet All = new([new(Uid.First, Uid.Last)]);

    private readonly UidRange[] _ranges;

    /// <summary>The ranges must be in order, apart from each other by at least one, and nobody else's.</summary>
    internal UidSet(UidRange[] ranges)
    {
        _ranges = ranges;
        foreach (var range in ranges)
            Count += range.Count;
    }

    /// <summary>How many identifiers are in the set.</summary>
    public long Count { get; }

    public bool IsEmpty => _ranges.Length == 0;

    /// <summary>Ascending, and with at least one identifier missing between any two.</summary>
    public ReadOnlySpan<UidRange> Ranges => _ranges;

    public static UidSet Of(params ReadOnlySpan<Uid> uids)
    {
        var ranges = new UidRange[uids.Length];
        for (var i = 0; i < uids.Length; i++)
            ranges[i] = new(uids[i], uids[i]);
        return OfRanges(ranges);
    }

    public static UidSet Of(Uid first, Uid last) => new([new(first, last)]);

    /// <summary>Ranges in any order; they may overlap.</summary>
    public static UidSet OfRanges(params ReadOnlySpan<UidRange> ranges)
    {
        if (ranges.IsEmpty)
            return Empty;

        var sorted = ranges.ToArray();
        sorted.AsSpan().Sort(static (a, b) => a.First.CompareTo(b.First));
        var builder = new UidSetBuilder();
        foreach (var range in sorted)
            builder.Add(range);
        return builder.ToSet();
    }

    public bool Contains(Uid uid)
    {
        var i = IndexOfRange(uid);
        return i < _ranges.Length && _ranges[i].First <= uid;
    }

    /// <summary>The identifiers at these places of the ascending order; fewer where the set has no more.</summary>
    /// <remarks>The newest fifty are <c>Slice(set.Count - 50, 50)</c>: a negative start is cut off.</remarks>
    public UidSet Slice(long start, long count)
    {
        var end = start + Math.Min(count, Count);
        start = Math.Max(start, 0);
        var builder = new UidSetBuilder();
        var passed = 0L;
        foreach (var range in _ranges)
        {
            var from = Math.Max(start - passed, 0);
            var to = Math.Min(end - passed, range.Count);
            if (from < to)
            {
                builder.Add(new UidRange(
                    new((uint)(range.First.Value + from)),
                    new((uint)(range.First.Value + to - 1))));
            }
            passed += range.Count;
            if (passed >= end)
                break;
        }
        return builder.ToSet();
    }

    public UidSet Union(UidSet other) => OfRanges([.. _ranges, .. other._ranges]);

    public UidSet Intersect(UidSet other)
    {
        var builder = new UidSetBuilder();
        int i = 0, j = 0;
        while (i < _ranges.Length && j < other._ranges.Length)
        {
            UidRange a = _ranges[i], b = other._ranges[j];
            var first = a.First > b.First ? a.First : b.First;
            var last = a.Last < b.Last ? a.Last : b.Last;
            if (first <= last)
                builder.Add(new UidRange(first, last));
            if (a.Last < b.Last)
                i++;
            else
                j++;
        }
        return builder.ToSet();
    }

    public UidSet Except(UidSet other)
    {
        var builder = new UidSetBuilder();
        var j = 0;
        foreach (var range in _ranges)
        {
            var first = (long)range.First.Value;
            while (j < other._ranges.Length && other._ranges[j].Last.Value < first)
                j++;
            for (var k = j; k < other._ranges.Length && other._ranges[k].First <= range.Last; k++)
            {
                var hole = other._ranges[k];
                if (hole.First.Value > first)
                    builder.Add(new UidRange(new((uint)first), new(hole.First.Value - 1)));
                first = (long)hole.Last.Value + 1;
            }
            if (first <= range.Last.Value)
                builder.Add(new UidRange(new((uint)first), range.Last));
        }
        return builder.ToSet();
    }

    public bool Equals(UidSet? other) => other is not null && Ranges.SequenceEqual(other.Ranges);

    public override bool Equals(object? obj) => Equals(obj as UidSet);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var range in _ranges)
            hash.Add(range);
        return hash.ToHashCode();
    }

    public override string ToString() => string.Join(',', _ranges);

    public IEnumerator<Uid> GetEnumerator()
    {
        foreach (var range in _ranges)
            for (var uid = (long)range.First.Value; uid <= range.Last.Value; uid++)
                yield return new((uint)uid);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Without the ranges that end before the identifier.</summary>
    internal ReadOnlySpan<UidRange> RangesFrom(Uid uid) => _ranges.AsSpan(IndexOfRange(uid));

    /// <summary>With one more range, which lies after all others.</summary>
    internal UidSet Append(UidRange range)
    {
        if (_ranges.Length == 0 || _ranges[^1].Last.Value + 1 < range.First.Value)
            return new([.. _ranges, range]);
        return new([.. _ranges.AsSpan(..^1), new(_ranges[^1].First, range.Last)]);
    }

    /// <summary>The first range that does not end before the identifier.</summary>
    private int IndexOfRange(Uid uid)
    {
        int low = 0, high = _ranges.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_ranges[middle].Last < uid)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}

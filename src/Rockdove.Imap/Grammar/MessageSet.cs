using System.Collections;
using System.Globalization;

namespace Rockdove.Imap;

/// <summary>Messages by UID: ranges in ascending order that do not touch.</summary>
public sealed class MessageSet : IEnumerable<uint>
{
    private readonly List<(uint First, uint Last)> _ranges = [];

    public static MessageSet Empty { get; } = new([]);

    /// <summary>A set of these UIDs, in any order.</summary>
    public MessageSet(IEnumerable<uint> uids)
    {
        foreach (var uid in uids.Order())
            Append(uid);
    }

    internal MessageSet()
    {
    }

    /// <summary>A set of these ranges, from and to both inside, in any order; they may overlap.</summary>
    public static MessageSet OfRanges(IEnumerable<(uint First, uint Last)> ranges)
    {
        var set = new MessageSet();
        foreach (var (first, last) in ranges.Order())
            set.Append(first, last);
        return set;
    }

    /// <summary>How many messages.</summary>
    public long Count { get; private set; }

    public bool IsEmpty => _ranges.Count == 0;

    /// <summary>From and to, both inside.</summary>
    public IReadOnlyList<(uint First, uint Last)> Ranges => _ranges;

    public bool Contains(uint uid)
    {
        int low = 0, high = _ranges.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (uid < _ranges[middle].First)
                high = middle - 1;
            else if (uid > _ranges[middle].Last)
                low = middle + 1;
            else
                return true;
        }

        return false;
    }

    public IEnumerator<uint> GetEnumerator()
    {
        foreach (var (first, last) in _ranges)
        {
            for (ulong uid = first; uid <= last; uid++)
                yield return (uint)uid;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>As on the wire: <c>1:3,7</c>.</summary>
    public override string ToString() => string.Join(',', _ranges.Select(range => range.First == range.Last
        ? range.First.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{range.First}:{range.Last}")));

    /// <summary>Adds a range that does not begin before the last one did; one without a UID adds nothing.</summary>
    internal void Append(uint first, uint last)
    {
        if (_ranges is [.., var before])
        {
            if (first <= (ulong)before.Last + 1)
            {
                if (last <= before.Last)
                    return;
                Count += last - before.Last;
                _ranges[^1] = (before.First, last);
                return;
            }
        }

        if (first > last || first == 0)
            return;
        _ranges.Add((first, last));
        Count += (long)last - first + 1;
    }

    /// <summary>Adds a UID that is not smaller than the last.</summary>
    internal void Append(uint uid)
    {
        if (_ranges is [.., var last] && uid <= (ulong)last.Last + 1)
        {
            if (uid == last.Last)
                return;
            _ranges[^1] = (last.First, uid);
        }
        else
        {
            _ranges.Add((uid, uid));
        }

        Count++;
    }
}

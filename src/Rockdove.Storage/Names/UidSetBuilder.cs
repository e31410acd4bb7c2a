namespace Rockdove.Storage;

/// <summary>Gathers a <see cref="UidSet"/>, ascending: neighbours and overlaps melt into one range.</summary>
/// <remarks>A struct that grows: hand it around by reference only.</remarks>
public struct UidSetBuilder
{
    private UidRange[]? _ranges;
    private int _count;

    public void Add(Uid uid) => Add(new UidRange(uid, uid));

    /// <exception cref="ArgumentException">The range begins before the one that was added last.</exception>
    public void Add(UidRange range)
    {
        _ranges ??= new UidRange[4];
        if (_count > 0)
        {
            ref var last = ref _ranges[_count - 1];
            if (range.First < last.First)
                throw new ArgumentException("Ranges come in ascending order.", nameof(range));
            if (range.First.Value <= (long)last.Last.Value + 1)
            {
                if (range.Last > last.Last)
                    last = new(last.First, range.Last);
                return;
            }
        }
        if (_count == _ranges.Length)
            Array.Resize(ref _ranges, _count * 2);
        _ranges[_count++] = range;
    }

    public readonly UidSet ToSet() => _count == 0 ? UidSet.Empty : new(_ranges.AsSpan(0, _count).ToArray());
}

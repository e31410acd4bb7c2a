namespace Rockdove.Storage;

/// <summary>Unique identifiers from the first to the last, both included.</summary>
public readonly record struct UidRange
{
    /// <exception cref="ArgumentOutOfRangeException">The first is zero, or greater than the last.</exception>
    public UidRange(Uid first, Uid last)
    {
        ArgumentOutOfRangeException.ThrowIfZero(first.Value, nameof(first));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first.Value, last.Value, nameof(first));
        First = first;
        Last = last;
    }

    public Uid First { get; }

    public Uid Last { get; }

    public long Count => (long)Last.Value - First.Value + 1;

    public override string ToString() => First == Last ? $"{First}" : $"{First}:{Last}";
}

namespace Rockdove.Mime;

/// <summary>Counts line ends up to a place that only moves forward, so that none is counted twice.</summary>
internal sealed class LineCounter
{
    private int _countedInSlice;

    public int Count { get; private set; }

    /// <summary>A slice was taken up to there; the next one starts with what was not.</summary>
    public void NextSlice() => _countedInSlice = 0;

    public void CountTo(ReadOnlySpan<byte> slice, int end)
    {
        if (end <= _countedInSlice)
            return;
        Count += slice[_countedInSlice..end].Count((byte)'\n');
        _countedInSlice = end;
    }
}

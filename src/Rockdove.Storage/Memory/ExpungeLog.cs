namespace Rockdove.Storage;

/// <summary>Which messages went when: a bounded queue of sets and mod-sequences (RFC 7162 section 5.3).</summary>
internal sealed class ExpungeLog(int maximumRanges)
{
    private readonly List<(ModSequence ModSequence, UidSet Uids)> _entries = [];
    private ModSequence _forgotten;
    private int _ranges;

    public void Add(ModSequence modSequence, UidSet uids)
    {
        _entries.Add((modSequence, uids));
        _ranges += uids.Ranges.Length;
        if (_ranges > maximumRanges)
            Forget();
    }

    /// <summary>
    /// What went after that mod-sequence; or, if that is too long ago, all that could have gone
    /// (RFC 7162 section 3.2.6).
    /// </summary>
    public UidSet Since(ModSequence since, Uid uidNext, UidSet present)
    {
        if (since < _forgotten)
            return UidSet.Of(Uid.First, new(uidNext.Value - 1)).Except(present);

        var ranges = new List<UidRange>();
        for (var i = _entries.Count - 1; i >= 0 && _entries[i].ModSequence > since; i--)
            ranges.AddRange(_entries[i].Uids.Ranges);
        return UidSet.OfRanges([.. ranges]);
    }

    /// <summary>Half of it at once, so that a full log does not shift its entries for every new one.</summary>
    private void Forget()
    {
        var count = 0;
        while (count < _entries.Count && _ranges > maximumRanges / 2)
            _ranges -= _entries[count++].Uids.Ranges.Length;
        _forgotten = _entries[count - 1].ModSequence;
        _entries.RemoveRange(0, count);
    }

    /// <summary>Ranges remembered, about 24 bytes each: hundreds of sessions' worth of expunges.</summary>
    public const int DefaultMaximumRanges = 10_000;
}

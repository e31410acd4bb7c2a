namespace Rockdove.Storage;

/// <summary>
/// Which message changed when, so that what changed lately is found without looking at everything. Only the last
/// change of a message counts; the others are left behind and swept now and then.
/// </summary>
internal sealed class ChangeJournal
{
    private readonly List<(ModSequence ModSequence, Uid Uid)> _entries = [];

    public int Count => _entries.Count;

    /// <summary>Mod-sequences must not decrease.</summary>
    public void Add(ModSequence modSequence, Uid uid) => _entries.Add((modSequence, uid));

    /// <summary>The changes after that mod-sequence, the outdated ones among them.</summary>
    public ReadOnlySpan<(ModSequence ModSequence, Uid Uid)> Since(ModSequence since)
    {
        int low = 0, high = _entries.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_entries[middle].ModSequence > since)
                high = middle;
            else
                low = middle + 1;
        }
        return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_entries)[low..];
    }

    /// <summary>Forgets what is outdated, if that is more than half.</summary>
    public void Sweep(int messages, Func<ModSequence, Uid, bool> isCurrent)
    {
        if (_entries.Count > 64 + 2 * messages)
            _entries.RemoveAll(entry => !isCurrent(entry.ModSequence, entry.Uid));
    }
}

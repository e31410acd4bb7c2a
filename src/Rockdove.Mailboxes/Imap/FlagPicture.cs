using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>The flags of all messages of a mailbox at one moment, ascending by identifier. Immutable.</summary>
internal sealed class FlagPicture
{
    private readonly FlagRow[] _rows;

    private FlagPicture(FlagRow[] rows, ModSequence moment)
    {
        _rows = rows;
        Moment = moment;
    }

    /// <summary>A mailbox before its first message.</summary>
    public static readonly FlagPicture Empty = new([], ModSequence.None);

    /// <summary>The change up to which it is true.</summary>
    public ModSequence Moment { get; }

    public int Count => _rows.Length;

    /// <summary>Those of a range of identifiers that are there.</summary>
    public ReadOnlyMemory<FlagRow> In(UidRange range)
    {
        var from = IndexOf(range.First);
        var to = IndexOf(range.Last);
        if (to < _rows.Length && _rows[to].Uid == range.Last)
            to++;
        return _rows.AsMemory(from, to - from);
    }

    /// <summary>The mailbox after these changes, which must begin at <see cref="Moment"/>.</summary>
    public FlagPicture With(MailboxChanges changes) =>
        // A store that has forgotten when messages went names all that are missing (RFC 7162 section 5.3).
        With(changes.Changed, changes.Expunged, changes.HighestModSequence);

    /// <summary>The mailbox after a STORE, which must have found it at <see cref="Moment"/>.</summary>
    public FlagPicture With(FlagResult result) => With(result.Stored, UidSet.Empty, result.HighestModSequence);

    private FlagPicture With(IReadOnlyList<FlagRow> changed, UidSet gone, ModSequence moment)
    {
        if (changed.Count == 0 && gone.IsEmpty)
            return moment == Moment ? this : new(_rows, moment);
        var rows = new List<FlagRow>(_rows.Length + changed.Count);
        var next = 0;
        foreach (var row in _rows)
        {
            while (next < changed.Count && changed[next].Uid < row.Uid)
                rows.Add(changed[next++]);
            if (next < changed.Count && changed[next].Uid == row.Uid)
                rows.Add(changed[next++]);
            else if (!gone.Contains(row.Uid))
                rows.Add(row);
        }

        while (next < changed.Count)
            rows.Add(changed[next++]);
        return new([.. rows], moment);
    }

    /// <summary>Where the first is that has no smaller identifier.</summary>
    private int IndexOf(Uid uid)
    {
        int from = 0, to = _rows.Length;
        while (from < to)
        {
            var middle = (int)(((uint)from + (uint)to) / 2);
            if (_rows[middle].Uid < uid)
                from = middle + 1;
            else
                to = middle;
        }

        return from;
    }
}

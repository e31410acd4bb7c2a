namespace Rockdove.Imap;

/// <summary>
/// The UIDs of the messages that a client knows, ascending, the first by the sequence number 1. They are kept as runs:
/// UIDs are given one after the other, so a large mailbox has few, and a session that only waits costs little.
/// </summary>
internal sealed class NumberedUids
{
    private readonly List<Run> _runs = [];

    /// <summary>How many there are, which is the last sequence number.</summary>
    public uint Count { get; private set; }

    /// <summary>The highest, or 0.</summary>
    public uint Last => _runs.Count == 0 ? 0 : RangeOf(_runs.Count - 1).Last;

    /// <summary>The UID behind a number from 1 to <see cref="Count"/>.</summary>
    public uint this[uint number]
    {
        get
        {
            var run = _runs[RunBefore(number)];
            return run.First + (number - 1 - run.Before);
        }
    }

    /// <summary>Adds a range, whose first is higher than <see cref="Last"/>.</summary>
    public void Append(uint first, uint last)
    {
        if (_runs.Count == 0 || first != Last + 1)
            _runs.Add(new Run(first, Count));
        Count += last - first + 1;
    }

    /// <summary>The sequence number of a UID; false when it is not there.</summary>
    public bool TryNumber(uint uid, out uint number)
    {
        var index = RunFrom(uid);
        number = 0;
        if (index < 0 || uid > RangeOf(index).Last)
            return false;
        number = _runs[index].Before + (uid - _runs[index].First) + 1;
        return true;
    }

    public bool Contains(uint uid) => TryNumber(uid, out _);

    /// <summary>Adds those from a UID to another, both inside, to a set whose last is smaller or among them.</summary>
    public void AddByUid(uint from, uint to, MessageSet messages)
    {
        for (var index = Math.Max(RunFrom(from), 0); index < _runs.Count && _runs[index].First <= to; index++)
        {
            var (first, last) = RangeOf(index);
            messages.Append(Math.Max(first, from), Math.Min(last, to));
        }
    }

    /// <summary>Adds those from a number to another, both inside and not more than <see cref="Count"/>.</summary>
    public void AddByNumber(uint from, uint to, MessageSet messages) => AddByUid(this[from], this[to], messages);

    /// <summary>Adds those UIDs from one to another, both inside, that are not there.</summary>
    public void AddMissing(uint from, uint to, MessageSet messages)
    {
        // From run to run, not from UID to UID: what is asked for may be very long.
        ulong next = from;
        for (var index = Math.Max(RunFrom(from), 0); index < _runs.Count && _runs[index].First <= to; index++)
        {
            var (first, last) = RangeOf(index);
            if (first > next)
                messages.Append((uint)next, first - 1);
            next = Math.Max(next, (ulong)last + 1);
        }

        if (next <= to)
            messages.Append((uint)next, to);
    }

    /// <summary>Those that are in the set are gone; all behind them get smaller numbers.</summary>
    public void Remove(MessageSet gone)
    {
        var left = new MessageSet();
        var next = 0;
        for (var index = 0; index < _runs.Count; index++)
        {
            var (first, last) = RangeOf(index);
            ulong from = first;
            for (; next < gone.Ranges.Count && gone.Ranges[next].First <= last; next++)
            {
                if (gone.Ranges[next].First > from)
                    left.Append((uint)from, gone.Ranges[next].First - 1);
                from = Math.Max(from, (ulong)gone.Ranges[next].Last + 1);
                if (from > last)
                    break; // The range may reach into the next run.
            }

            if (from <= last)
                left.Append((uint)from, last);
        }

        _runs.Clear();
        Count = 0;
        foreach (var (first, last) in left.Ranges)
            Append(first, last);
    }

    private (uint First, uint Last) RangeOf(int index)
    {
        var run = _runs[index];
        var behind = index + 1 < _runs.Count ? _runs[index + 1].Before : Count;
        return (run.First, run.First + (behind - run.Before) - 1);
    }

    /// <summary>The last run that does not begin behind a UID; -1 when all do.</summary>
    private int RunFrom(uint uid)
    {
        int from = 0, to = _runs.Count;
        while (from < to)
        {
            var middle = (from + to) / 2;
            if (_runs[middle].First <= uid)
                from = middle + 1;
            else
                to = middle;
        }

        return from - 1;
    }

    /// <summary>The run that a number is in.</summary>
    private int RunBefore(uint number)
    {
        int from = 0, to = _runs.Count;
        while (from < to)
        {
            var middle = (from + to) / 2;
            if (_runs[middle].Before < number)
                from = middle + 1;
            else
                to = middle;
        }

        return from - 1;
    }

    /// <param name="First">The UID it begins with.</param>
    /// <param name="Before">How many messages are before it. Where it ends, the next one says.</param>
    private readonly record struct Run(uint First, uint Before);
}

namespace Rockdove.Imap;

/// <summary>
/// sequence-set (RFC 9051 section 9): ranges as the client wrote them, in either order, of sequence numbers or UIDs.
/// </summary>
/// <param name="Ranges">From and to; <see cref="Star"/> is the last there is.</param>
/// <param name="IsSaved"><c>$</c>: the result of the last SEARCH that saved one (RFC 5182).</param>
internal readonly record struct SequenceSet(IReadOnlyList<(uint From, uint To)> Ranges, bool IsSaved)
{
    /// <summary>Reads one of at most <paramref name="limit"/> ranges.</summary>
    public static bool TryRead(ref ImapReader reader, int limit, bool allowsSaved, out SequenceSet set)
    {
        set = default;
        if (allowsSaved && reader.Accept((byte)'$'))
        {
            set = new SequenceSet([], true);
            return true;
        }

        var ranges = new List<(uint, uint)>(1);
        do
        {
            if (ranges.Count == limit || !TryReadNumber(ref reader, out var from))
                return false;
            var to = from;
            if (reader.Accept((byte)':') && !TryReadNumber(ref reader, out to))
                return false;
            ranges.Add((from, to));
        }
        while (reader.Accept((byte)','));
        set = new SequenceSet(ranges, false);
        return true;
    }

    /// <summary>Whether every number is at most <paramref name="count"/>; <c>*</c> needs one at least.</summary>
    public bool Fits(uint count)
    {
        foreach (var (from, to) in Ranges)
        {
            if ((from == Star ? 1 : from) > count || (to == Star ? 1 : to) > count)
                return false;
        }

        return true;
    }

    /// <summary>
    /// The UIDs that are meant, whether they are there or not, up to <paramref name="last"/>, which is what
    /// <c>*</c> means, and from behind <paramref name="after"/>.
    /// </summary>
    public MessageSet ToUids(uint last, uint after = 0)
    {
        List<(uint From, uint To)> ranges = new(Ranges.Count);
        foreach (var (from, to) in Ranges)
        {
            var (low, high) = (from == Star ? last : from, to == Star ? last : to);
            ranges.Add(low <= high ? (low, high) : (high, low));
        }

        ranges.Sort();
        var uids = new MessageSet();
        foreach (var (from, to) in ranges)
            uids.Append(Math.Max(from, after + 1), Math.Min(to, last));
        return uids;
    }

    /// <summary>The numbers as they were written, one after another. There may be very many.</summary>
    public IEnumerable<uint> Each()
    {
        foreach (var (from, to) in Ranges)
        {
            for (ulong number = from; number <= to; number++)
                yield return (uint)number;
        }
    }

    private static bool TryReadNumber(ref ImapReader reader, out uint number)
    {
        number = Star;
        return reader.Accept((byte)'*') || reader.TryNonZero(out number);
    }

    /// <summary>Zero is no number of a message, so it can stand for <c>*</c>.</summary>
    public const uint Star = 0;
}

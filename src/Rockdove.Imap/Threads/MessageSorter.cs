namespace Rockdove.Imap;

/// <summary>The order of SORT (RFC 5256 section 3, RFC 5957).</summary>
public static class MessageSorter
{
    /// <summary>
    /// The UIDs of the rows, sorted; rows that are equal by all criteria in the order of their UIDs, which is the order
    /// of their sequence numbers.
    /// </summary>
    public static IReadOnlyList<uint> Sort(IEnumerable<SortableMessage> rows, IReadOnlyList<SortCriterion> criteria)
    {
        // A key is made once for each message and criterion, not for each comparison.
        var keyed = rows.Select(row => new Keyed(row, [.. criteria.Select(criterion => KeyOf(row, criterion.Key))]))
            .ToArray();
        Array.Sort(keyed, (left, right) => Compare(left, right, criteria));
        return Array.ConvertAll(keyed, row => row.Row.Uid);
    }

    private static int Compare(Keyed left, Keyed right, IReadOnlyList<SortCriterion> criteria)
    {
        for (var i = 0; i < criteria.Count; i++)
        {
            var order = criteria[i].Key switch
            {
                SortKey.Arrival => left.Row.Arrival.CompareTo(right.Row.Arrival),
                SortKey.Date => left.Row.SentOrArrival.CompareTo(right.Row.SentOrArrival),
                SortKey.Size => left.Row.SizeBytes.CompareTo(right.Row.SizeBytes),
                _ => left.Keys[i].AsSpan().SequenceCompareTo(right.Keys[i]),
            };
            if (order != 0)
                return criteria[i].IsReverse ? -order : order;
        }

        return left.Row.Uid.CompareTo(right.Row.Uid);
    }

    private static byte[] KeyOf(SortableMessage row, SortKey key) => key switch
    {
        SortKey.Subject => Collation.KeyOf(BaseSubject.Of(row.Subject, out _)),
        SortKey.From => Collation.KeyOf(row.From),
        SortKey.To => Collation.KeyOf(row.To),
        SortKey.Cc => Collation.KeyOf(row.Cc),
        SortKey.DisplayFrom => Collation.KeyOf(row.DisplayFrom),
        SortKey.DisplayTo => Collation.KeyOf(row.DisplayTo),
        _ => [],
    };

    private readonly record struct Keyed(SortableMessage Row, byte[][] Keys);
}

namespace Rockdove.Storage;

/// <summary>What is true of the identifiers of placements in every store; for those who write one.</summary>
public static class PlacementRules
{
    /// <param name="placements">In the order in which they will happen.</param>
    /// <param name="uidNext">What a mailbox gives next.</param>
    /// <exception cref="UidTakenException">One names an identifier that was passed.</exception>
    /// <exception cref="StoreFullException">A mailbox has none left.</exception>
    public static void Require(IReadOnlyList<Placement> placements, Func<MailboxId, Uid> uidNext)
    {
        ArgumentNullException.ThrowIfNull(placements);
        ArgumentNullException.ThrowIfNull(uidNext);
        for (var i = 0; i < placements.Count; i++)
        {
            // Few placements, and nearly always one: looking back is cheaper than a dictionary.
            var next = (long)uidNext(placements[i].Mailbox).Value;
            for (var earlier = 0; earlier < i; earlier++)
                if (placements[earlier].Mailbox == placements[i].Mailbox)
                    next = (placements[earlier].Uid?.Value ?? next) + 1;
            if (placements[i].Uid is { } given)
            {
                if (given.Value < next)
                    throw new UidTakenException(placements[i].Mailbox, given, new((uint)Math.Min(next, uint.MaxValue)));
                next = given.Value;
            }
            // The last one is never given, since UIDNEXT must be greater than it.
            if (next >= uint.MaxValue)
                throw new StoreFullException($"Mailbox {placements[i].Mailbox} has no unique identifiers left.");
        }
    }
}

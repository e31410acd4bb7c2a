namespace Rockdove.Storage.Sqlite;

/// <summary>Makes a staged body a message in all the mailboxes named.</summary>
internal sealed class CommitMessage(
    BodyStage body, NewMessage message, IReadOnlyList<Placement> placements, DateTimeOffset now)
    : WriteOp<CommittedMessage>
{
    private BodyPlace _place = body.OwnPlace ?? default;

    public override ReadOnlyMemory<byte> Record => body.Record;

    public override void Place(BodyPlace place) => _place = place;

    protected override CommittedMessage Run(WriterTables tables)
    {
        RequireRoom(tables);
        var places = new CommittedPlace[placements.Count];
        var threads = placements.Count > 1 ? new Dictionary<OwnerState, long?>() : null;
        var key = tables.AddMessage(message, _place, body.OwnPlace is null, body.Sha256, places.Length);
        for (var i = 0; i < places.Length; i++)
        {
            var mailbox = tables.Find(placements[i].Mailbox)!;
            if (placements[i].Uid is { } given)
                mailbox.UidNext = given.Value;
            var uid = tables.AddEntry(mailbox, new()
            {
                Message = key,
                Bytes = _place.Bytes,
                Flags = placements[i].Flags.System,
                Keywords = FlagColumns.KeywordsOf(placements[i].Flags),
                Ticks = placements[i].InternalDate.UtcTicks,
                Zone = placements[i].InternalDate.TotalOffsetMinutes,
                Thread = ThreadIn(tables, mailbox.Owner, threads),
                Saved = now.UtcTicks,
            });
            places[i] = new(mailbox.Id, mailbox.UidValidity, uid, new(mailbox.ModSequence));
        }
        return new(message.Id, places);
    }

    /// <summary>A message has one thread for each owner.</summary>
    private long? ThreadIn(WriterTables tables, OwnerState owner, Dictionary<OwnerState, long?>? known)
    {
        if (known?.TryGetValue(owner, out var thread) is true)
            return thread;
        thread = tables.Threads.Join(owner, message.Id, message.Names);
        known?.Add(owner, thread);
        return thread;
    }

    private void RequireRoom(WriterTables tables)
    {
        foreach (var placement in placements)
        {
            if (tables.Find(placement.Mailbox) is null)
                throw new MailboxGoneException(placement.Mailbox);
        }
        PlacementRules.Require(placements, id => new(tables.Find(id)!.UidNext));
        if (placements.Count == 1)
        {
            tables.Find(placements[0].Mailbox)!.Owner.RequireQuota(body.Bytes, 1);
            return;
        }
        foreach (var (owner, count) in placements.CountBy(placement => tables.Find(placement.Mailbox)!.Owner))
            owner.RequireQuota(count * body.Bytes, count);
    }
}

namespace Rockdove.Storage.Sqlite;

/// <summary>Makes a staged body a message in all the mailboxes named.</summary>
internal sealed class CommitMessage(
    BodyStage body, DeliveryEnvelope? envelope, IReadOnlyList<Placement> placements, DateTimeOffset now)
    : WriteOp<CommittedMessage>
{
    // Serialised by whoever asked, so that the writer does not have to.
    private readonly byte[]? _envelope = EnvelopeColumn.Write(envelope);
    private BodyPlace _place = body.OwnPlace ?? default;

    public override ReadOnlyMemory<byte> Record => body.Record;

    public override void Place(BodyPlace place) => _place = place;

    protected override CommittedMessage Run(WriterTables tables)
    {
        foreach (var placement in placements)
        {
            if (tables.Find(placement.Mailbox) is null)
                throw new MailboxGoneException(placement.Mailbox);
        }
        PlacementRules.Require(placements, id => new(tables.Find(id)!.UidNext));

        var places = new CommittedPlace[placements.Count];
        var id = MessageId.Create(now);
        var key = tables.AddMessage(id, _place, body.OwnPlace is null, body.Sha256, places.Length, _envelope);
        for (var i = 0; i < places.Length; i++)
        {
            var mailbox = tables.Find(placements[i].Mailbox)!;
            var uid = placements[i].Uid ?? new Uid(mailbox.UidNext);
            mailbox.UidNext = uid.Value;
            tables.AddEntry(mailbox, key, _place.Bytes, placements[i]);
            places[i] = new(mailbox.Id, mailbox.UidValidity, uid, new(mailbox.ModSequence));
        }
        return new(id, places);
    }
}

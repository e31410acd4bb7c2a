namespace Rockdove.Storage.Sqlite;

/// <summary>Makes staged bodies messages in one mailbox, together, and takes another message away.</summary>
internal sealed class AppendMessages(
    MailboxId target, IReadOnlyList<StagedAppend> messages, MessageEntry? replaces, DateTimeOffset now)
    : WriteOp<AppendedMessages?>
{
    private readonly BodyPlace[] _places = [.. messages.Select(each => each.Body.OwnPlace ?? default)];

    public override long RecordBytes => messages.Sum(each => (long)each.Body.Record.Length);

    public override void AddRecords(List<ReadOnlyMemory<byte>> records)
    {
        foreach (var each in messages)
            if (!each.Body.Record.IsEmpty)
                records.Add(each.Body.Record);
    }

    public override void Place(ReadOnlySpan<BodyPlace> places)
    {
        var next = 0;
        for (var i = 0; i < _places.Length; i++)
            if (messages[i].Body.OwnPlace is null)
                _places[i] = places[next++];
    }

    protected override AppendedMessages? Run(WriterTables tables)
    {
        var to = tables.Find(target) ?? throw new MailboxGoneException(target);
        long? replacedBytes = null;
        if (replaces is { } old && (replacedBytes = BytesOf(tables, old)) is null)
            return null;
        to.RequireUids(messages.Count);
        to.Owner.RequireQuota(
            messages.Sum(each => each.Body.Bytes) - (replacedBytes ?? 0),
            messages.Count - (replaces is null ? 0 : 1));

        var first = to.UidNext;
        for (var i = 0; i < messages.Count; i++)
            Add(tables, to, messages[i], _places[i]);
        if (replaces is { } gone)
            Remove(tables, gone);
        return new()
        {
            UidValidity = to.UidValidity,
            Uids = UidSet.Of(new(first), new(to.UidNext - 1)),
            Ids = [.. messages.Select(each => each.Message.Id)],
            ModSequence = new(to.ModSequence),
            ReplacedModSequence = replaces is { } from
                ? new(tables.Find(from.Mailbox)!.ModSequence)
                : ModSequence.None,
        };
    }

    private void Add(WriterTables tables, MailboxState to, StagedAppend append, BodyPlace place)
    {
        var body = append.Body;
        var key = tables.AddMessage(append.Message, place, body.OwnPlace is null, body.Sha256, places: 1);
        tables.AddEntry(to, new()
        {
            Message = key,
            Bytes = place.Bytes,
            Flags = append.Flags.System,
            Keywords = FlagColumns.KeywordsOf(append.Flags),
            Ticks = append.InternalDate.UtcTicks,
            Zone = append.InternalDate.TotalOffsetMinutes,
            Thread = tables.Threads.Join(to.Owner, append.Message.Id, append.Message.Names),
            Saved = now.UtcTicks,
        });
    }

    private static void Remove(WriterTables tables, MessageEntry gone)
    {
        var mailbox = tables.Find(gone.Mailbox)!;
        tables.LogExpunge(mailbox, Expunge.Remove(tables, mailbox, UidSet.Of(gone.Uid), SystemFlags.None));
    }

    /// <summary>Octets of what is to be replaced; null when it is not there.</summary>
    private static long? BytesOf(WriterTables tables, MessageEntry entry)
    {
        if (tables.Find(entry.Mailbox) is not { } mailbox)
            return null;
        using var row = tables.Connection.Use(
            "SELECT m.bytes FROM entry e JOIN message m ON m.key = e.message WHERE e.mailbox = ?1 AND e.uid = ?2")
            .Bind(1, mailbox.Key).Bind(2, entry.Uid.Value);
        return row.Step() ? row.Long(0) : null;
    }
}

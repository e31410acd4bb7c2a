namespace Rockdove.Imap;

/// <summary>
/// FETCH and UID FETCH (RFC 9051 section 6.4.5): <c>SP sequence-set SP items [SP "(" "CHANGEDSINCE" SP mod-sequence
/// [SP "VANISHED"] ")"]</c>, the last for UID FETCH (RFC 7162 sections 3.1.4.1, 3.2.6), and PARTIAL (RFC 9394).
/// </summary>
internal sealed class Fetch()
    : ImapVerb("FETCH", ImapPhase.Selected, ImapTraits.HasUidForm | ImapTraits.HoldsExpunges)
{
    public override void Run(ImapServerEngine engine, ref ImapReader arguments)
    {
        var limits = engine.Protocol.Limits;
        var bounds = new FetchBounds(limits.FetchItems, limits.PartDepth, limits.HeaderFields);
        List<FetchItem> items = [];
        if (!arguments.AcceptSpace()
            || !SequenceSet.TryRead(ref arguments, limits.SetRanges, engine.Protocol.Has<SearchRes>(), out var set)
            || !arguments.AcceptSpace() || !FetchGrammar.TryRead(ref arguments, bounds, items)
            || !TryReadModifiers(engine, ref arguments, out var changedSince, out var vanished, out var window)
            || !arguments.AtEnd
            || !items.TrueForAll(item => IsOffered(engine.Protocol, item)))
        {
            engine.Reply(ImapReplies.BadArguments);
            return;
        }

        if (engine.Selection.Resolve(set, engine.IsByUid, out var messages) is { } refusal)
        {
            engine.Reply(refusal);
            return;
        }

        if (window is { } some)
            messages = some.Of(messages); // RFC 9394 section 3.4: the place among all, then what has changed of these.
        if (engine.IsByUid)
            items.Insert(0, new FetchItem(FetchKind.Uid));
        if (changedSince is not null)
            items.Add(new FetchItem(FetchKind.ModSequence));
        var setsSeen = !engine.Session.IsReadOnly && items.Exists(item => item.SetsSeen);
        if (setsSeen)
            items.Add(new FetchItem(FetchKind.Flags));
        if (items.Exists(item => item.Kind == FetchKind.ModSequence))
            engine.EnableCondstore();
        if (messages.IsEmpty && !vanished)
        {
            engine.Reply(ImapReplies.Completed); // RFC 9051 section 6.4.9: UIDs that are not there are passed over.
            return;
        }

        engine.Ask(new FetchQuestion(
            messages, [.. items.DistinctBy(item => (item.Label, item.Partial))], changedSince, setsSeen)
        {
            VanishedAmong = vanished ? set.ToUids(engine.Selection.LastUid) : null,
        });
    }

    private static bool TryReadModifiers(
        ImapServerEngine engine, ref ImapReader arguments, out ulong? changedSince, out bool vanished,
        out ResultWindow? window)
    {
        changedSince = null;
        vanished = false;
        window = null;
        if (arguments.AtEnd)
            return true;
        if (!arguments.AcceptSpace() || !arguments.Accept((byte)'('))
            return false;
        var hasModSequences = engine.Protocol.Has<Condstore>();
        var hasPlaces = engine.IsByUid && engine.Protocol.Has<Partial>();
        var mayVanish = engine.IsByUid && engine.Session.IsQresync;
        do
        {
            if (mayVanish && arguments.AcceptWord("VANISHED"u8))
                vanished = true;
            else if (hasModSequences && arguments.AcceptWord("CHANGEDSINCE"u8) && arguments.AcceptSpace()
                && arguments.TryLongNumber(out var modSequence))
                changedSince = (ulong)modSequence;
            else if (hasPlaces && window is null && arguments.AcceptWord("PARTIAL"u8) && arguments.AcceptSpace()
                && ResultWindow.TryRead(ref arguments, out var places))
                window = places;
            else
                return false;
        }
        while (arguments.AcceptSpace());
        return (changedSince is not null || (window is not null && !vanished)) && arguments.Accept((byte)')');
    }

    internal static bool IsOffered(ImapProtocol protocol, FetchItem item) => item.Kind switch
    {
        FetchKind.ModSequence => protocol.Has<Condstore>(),
        FetchKind.Binary or FetchKind.BinarySize => protocol.Has<Binary>(),
        FetchKind.EmailId or FetchKind.ThreadId => protocol.Has<ObjectId>(),
        FetchKind.SaveDate => protocol.Has<SaveDate>(),
        FetchKind.Preview => protocol.Has<Preview>(),
        _ => true,
    };
}

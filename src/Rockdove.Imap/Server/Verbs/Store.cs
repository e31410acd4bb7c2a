namespace Rockdove.Imap;

/// <summary>
/// STORE and UID STORE (RFC 9051 section 6.4.6, RFC 7162 section 3.1.3): <c>SP sequence-set SP ["(" "UNCHANGEDSINCE"
/// SP mod-sequence ")" SP] ["+" / "-"] "FLAGS" [".SILENT"] SP flags</c>.
/// </summary>
internal sealed class Store()
    : ImapVerb("STORE", ImapPhase.Selected, ImapTraits.HasUidForm | ImapTraits.HoldsExpunges | ImapTraits.NeedsWriting)
{
    public override void Run(ImapServerEngine engine, ref ImapReader arguments)
    {
        var limits = engine.Protocol.Limits;
        if (!arguments.AcceptSpace()
            || !SequenceSet.TryRead(ref arguments, limits.SetRanges, engine.Protocol.Has<SearchRes>(), out var set)
            || !arguments.AcceptSpace() || !TryReadUnchangedSince(engine, ref arguments, out var unchangedSince)
            || !TryReadAction(ref arguments, out var action, out var isSilent) || !arguments.AcceptSpace()
            || !TryReadFlags(ref arguments, limits.Keywords, out var flags) || !arguments.AtEnd)
        {
            engine.Reply(ImapReplies.BadArguments);
            return;
        }

        if (engine.Selection.Resolve(set, engine.IsByUid, out var messages) is { } refusal)
        {
            engine.Reply(refusal);
            return;
        }

        if (unchangedSince is not null)
            engine.EnableCondstore();
        if (messages.IsEmpty)
            engine.Reply(ImapReplies.Completed);
        else
            engine.Ask(new StoreQuestion(messages, action, flags, isSilent, unchangedSince));
    }

    private static bool TryReadUnchangedSince(
        ImapServerEngine engine, ref ImapReader arguments, out ulong? unchangedSince)
    {
        unchangedSince = null;
        if (!arguments.Accept((byte)'('))
            return true;
        if (!engine.Protocol.Has<Condstore>() || !arguments.AcceptWord("UNCHANGEDSINCE"u8) || !arguments.AcceptSpace()
            || !arguments.TryLongNumber(out var modSequence) || !arguments.Accept((byte)')')
            || !arguments.AcceptSpace())
            return false;
        unchangedSince = (ulong)modSequence;
        return true;
    }

    private static bool TryReadAction(ref ImapReader arguments, out StoreAction action, out bool isSilent)
    {
        action = arguments.Accept((byte)'+') ? StoreAction.Add
            : arguments.Accept((byte)'-') ? StoreAction.Remove
            : StoreAction.Replace;
        isSilent = arguments.AcceptWord("FLAGS.SILENT"u8);
        return isSilent || arguments.AcceptWord("FLAGS"u8);
    }

    /// <summary>A list, or flags with spaces between them.</summary>
    private static bool TryReadFlags(ref ImapReader arguments, int limit, out ImapFlags flags) =>
        arguments.IsNext((byte)'(')
            ? ImapFlags.TryReadList(ref arguments, limit, out flags)
            : ImapFlags.TryReadSome(ref arguments, limit, out flags);
}

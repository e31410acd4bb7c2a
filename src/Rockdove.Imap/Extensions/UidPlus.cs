namespace Rockdove.Imap;

/// <summary>
/// UIDPLUS (RFC 4315): UID EXPUNGE, and handlers that tell <see cref="ImapCodes.AppendUid(uint, uint)"/> and
/// <see cref="ImapCodes.CopyUid"/>.
/// </summary>
public sealed class UidPlus() : ImapExtension("UIDPLUS")
{
    public override IReadOnlyList<ImapVerb> Verbs { get; } = [new Verb()];

    /// <summary><c>"UID" SP "EXPUNGE" SP sequence-set</c>.</summary>
    private sealed class Verb()
        : ImapVerb("EXPUNGE", ImapPhase.Selected, ImapTraits.OnlyUidForm | ImapTraits.NeedsWriting)
    {
        public override void Run(ImapServerEngine engine, ref ImapReader arguments)
        {
            if (!arguments.AcceptSpace()
                || !SequenceSet.TryRead(
                    ref arguments, engine.Protocol.Limits.SetRanges, engine.Protocol.Has<SearchRes>(), out var set)
                || !arguments.AtEnd)
            {
                engine.Reply(ImapReplies.BadArguments);
                return;
            }

            if (engine.Selection.Resolve(set, byUid: true, out var messages) is { } refusal)
                engine.Reply(refusal);
            else if (messages.IsEmpty)
                engine.Reply(ImapReplies.Completed);
            else
                engine.Ask(new ExpungeQuestion(messages));
        }
    }
}

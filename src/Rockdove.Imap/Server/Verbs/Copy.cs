namespace Rockdove.Imap;

/// <summary>
/// COPY and MOVE and their UID forms (RFC 9051 sections 6.4.7, 6.4.8): <c>SP sequence-set SP mailbox</c>.
/// </summary>
internal sealed class Copy(string name, bool isMove)
    : ImapVerb(name, ImapPhase.Selected, ImapTraits.HasUidForm | (isMove ? ImapTraits.NeedsWriting : ImapTraits.None))
{
    public override void Run(ImapServerEngine engine, ref ImapReader arguments)
    {
        if (!arguments.AcceptSpace()
            || !SequenceSet.TryRead(
                ref arguments, engine.Protocol.Limits.SetRanges, engine.Protocol.Has<SearchRes>(), out var set)
            || !arguments.AcceptSpace() || !arguments.TryAString(out var raw) || !arguments.AtEnd)
        {
            engine.Reply(ImapReplies.BadArguments);
            return;
        }

        if (engine.Selection.Resolve(set, engine.IsByUid, out var messages) is { } refusal)
            engine.Reply(refusal);
        else if (!MailboxText.TryDecode(raw, engine.Session.HasUtf8, out var mailbox))
            engine.Reply(ImapReplies.NoSuchMailbox);
        else if (messages.IsEmpty)
            engine.Reply(ImapReplies.Completed); // And no COPYUID (RFC 4315 section 3).
        else
            engine.Ask(new CopyQuestion(messages, mailbox, isMove));
    }
}

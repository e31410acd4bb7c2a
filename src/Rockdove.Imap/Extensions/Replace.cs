namespace Rockdove.Imap;

/// <summary>
/// REPLACE (RFC 8508): a message takes the place of another in one step. The handler must know
/// <see cref="AppendQuestion.Replaces"/>.
/// </summary>
public sealed class Replace() : ImapExtension("REPLACE")
{
    public override IReadOnlyList<ImapVerb> Verbs { get; } = [new Verb()];

    /// <summary><c>["UID" SP] "REPLACE" SP seq-number SP mailbox SP append-message</c>.</summary>
    private sealed class Verb()
        : ImapVerb("REPLACE", ImapPhase.Selected, ImapTraits.HasUidForm | ImapTraits.NeedsWriting)
    {
        /// <summary>The first literal behind the number may be the name.</summary>
        public override bool TakesContentAfter(ReadOnlySpan<byte> arguments)
        {
            if (arguments.IsEmpty)
                return false;
            var rest = arguments[1..];
            var space = rest.IndexOf((byte)' ');
            return space >= 0 && space + 1 < rest.Length;
        }

        public override void Run(ImapServerEngine engine, ref ImapReader arguments)
        {
            if (!arguments.AcceptSpace() || !TryReadNumber(ref arguments, out var number) || !arguments.AcceptSpace()
                || !arguments.TryAString(out var raw))
            {
                engine.Reply(ImapReplies.BadArguments);
                return;
            }

            if (AppendArguments.TryRead(engine, ref arguments, out var read) is { } refusal)
                engine.Reply(refusal);
            else if (WhyNot(engine, number, out var uid) is { } missing)
                engine.Reply(missing);
            else if (!MailboxText.TryDecode(raw, engine.Session.HasUtf8, out var mailbox))
                engine.Reply(ImapReplies.NoSuchMailbox);
            else
                engine.Ask(read!.Question(mailbox) with { Replaces = uid });
        }

        private static bool TryReadNumber(ref ImapReader arguments, out uint number)
        {
            number = SequenceSet.Star;
            return arguments.Accept((byte)'*') || arguments.TryNonZero(out number);
        }

        private static ImapReply? WhyNot(ImapServerEngine engine, uint number, out uint uid)
        {
            var set = new SequenceSet([(number, number)], false);
            uid = 0;
            if (engine.Selection.Resolve(set, engine.IsByUid, out var messages) is { } refusal)
                return refusal;
            if (messages.IsEmpty)
                return ImapReplies.NothingToReplace;
            uid = messages.Ranges[0].First;
            return engine.View!.IsExpunged(uid) ? ImapReplies.NothingToReplace : null;
        }
    }
}

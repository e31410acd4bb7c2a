namespace Rockdove.Imap;

/// <summary>
/// THREAD=REFERENCES and THREAD=ORDEREDSUBJECT (RFC 5256): SEARCH with the results as conversations. The handler
/// threads: <see cref="ThreadQuestion"/>.
/// </summary>
public sealed class Threading() : ImapExtension("THREAD=REFERENCES")
{
    public override IReadOnlyList<ImapVerb> Verbs { get; } = [new Verb()];

    public override string? Advertise(ImapSession session, ImapProtocol protocol) =>
        base.Advertise(session, protocol) is { } word ? $"THREAD=ORDEREDSUBJECT {word}" : null;

    /// <summary><c>["UID" SP] "THREAD" SP algorithm SP charset 1*(SP search-key)</c>.</summary>
    private sealed class Verb()
        : ImapVerb("THREAD", ImapPhase.Selected, ImapTraits.HasUidForm | ImapTraits.HoldsExpunges)
    {
        public override void Run(ImapServerEngine engine, ref ImapReader arguments)
        {
            var read = new SearchArguments(engine);
            var algorithm = ThreadAlgorithm.References;
            var key = arguments.AcceptSpace() && TryReadAlgorithm(ref arguments, ref algorithm)
                && arguments.AcceptSpace() && read.TryReadCharset(ref arguments)
                    ? read.TryReadKeys(ref arguments)
                    : null;
            if (read.Refusal is { } refusal)
            {
                engine.Reply(refusal);
                return;
            }

            if (key is null)
            {
                engine.Reply(ImapReplies.BadArguments);
                return;
            }

            if (read.HasModSequence)
                engine.EnableCondstore();
            engine.Ask(new ThreadQuestion(key, algorithm));
        }

        private static bool TryReadAlgorithm(ref ImapReader arguments, ref ThreadAlgorithm algorithm)
        {
            if (arguments.AcceptWord("ORDEREDSUBJECT"u8))
                algorithm = ThreadAlgorithm.OrderedSubject;
            else if (!arguments.AcceptWord("REFERENCES"u8))
                return false;
            return true;
        }
    }
}

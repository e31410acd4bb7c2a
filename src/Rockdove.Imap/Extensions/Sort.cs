namespace Rockdove.Imap;

/// <summary>
/// SORT (RFC 5256): SEARCH with the results in an order. The handler sorts: <see cref="SortQuestion"/>.
/// </summary>
public sealed class Sort() : ImapExtension("SORT")
{
    public override IReadOnlyList<ImapVerb> Verbs { get; } = [new Verb()];

    /// <summary>
    /// <c>["UID" SP] "SORT" [SP "RETURN" SP "(" options ")"] SP "(" criterion *(SP criterion) ")" SP charset 1*(SP
    /// search-key)</c>, the options where ESORT is offered (RFC 5267 section 3.1).
    /// </summary>
    private sealed class Verb()
        : ImapVerb("SORT", ImapPhase.Selected, ImapTraits.HasUidForm | ImapTraits.HoldsExpunges)
    {
        public override void Run(ImapServerEngine engine, ref ImapReader arguments)
        {
            List<SortCriterion> criteria = [];
            var read = new SearchArguments(engine);
            var key = arguments.AcceptSpace()
                && (!engine.Protocol.Has<Esort>() || read.TryReadReturns(ref arguments, allowsSave: false))
                && TryReadCriteria(engine.Protocol, ref arguments, criteria) && arguments.AcceptSpace()
                && read.TryReadCharset(ref arguments)
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
            engine.Ask(new SortQuestion(key, criteria, read.Returns)
            {
                TellsModSequence = read.HasModSequence,
                Window = read.Window,
            });
        }

        private static bool TryReadCriteria(
            ImapProtocol protocol, ref ImapReader arguments, List<SortCriterion> criteria)
        {
            if (!arguments.Accept((byte)'('))
                return false;
            do
            {
                var isReverse = arguments.AcceptWord("REVERSE"u8);
                if (criteria.Count == protocol.Limits.SortCriteria || (isReverse && !arguments.AcceptSpace())
                    || !TryReadKey(protocol, ref arguments, out var key))
                    return false;
                criteria.Add(new SortCriterion(key, isReverse));
            }
            while (arguments.AcceptSpace());
            return arguments.Accept((byte)')');
        }

        private static bool TryReadKey(ImapProtocol protocol, ref ImapReader arguments, out SortKey key)
        {
            key = default;
            if (!arguments.TryAtom(out var word))
                return false;
            foreach (var (name, known) in Keys)
            {
                key = known;
                if (System.Text.Ascii.EqualsIgnoreCase(word, name))
                    return known < SortKey.DisplayFrom || protocol.Has<SortDisplay>();
            }

            return false;
        }

        private static readonly (string Name, SortKey Key)[] Keys =
        [
            ("ARRIVAL", SortKey.Arrival), ("CC", SortKey.Cc), ("DATE", SortKey.Date), ("FROM", SortKey.From),
            ("SIZE", SortKey.Size), ("SUBJECT", SortKey.Subject), ("TO", SortKey.To),
            ("DISPLAYFROM", SortKey.DisplayFrom), ("DISPLAYTO", SortKey.DisplayTo),
        ];
    }
}

namespace Rockdove.Imap;

/// <summary>
/// SEARCH and UID SEARCH (RFC 9051 section 6.4.4): <c>[SP "RETURN" SP "(" options ")"] [SP "CHARSET" SP charset]
/// 1*(SP search-key)</c>.
/// </summary>
internal sealed class Search()
    : ImapVerb("SEARCH", ImapPhase.Selected, ImapTraits.HasUidForm | ImapTraits.HoldsExpunges)
{
    public override void Run(ImapServerEngine engine, ref ImapReader arguments)
    {
        var read = new SearchArguments(engine);
        var key = arguments.AcceptSpace()
            && (!engine.Protocol.Has<Esearch>() || read.TryReadReturns(ref arguments, allowsSave: true))
            && read.TryReadCharsetWord(ref arguments)
                ? read.TryReadKeys(ref arguments)
                : null;
        if (read.Refusal is { } refusal)
        {
            if (refusal.Condition == ImapCondition.No)
                engine.Selection.Search.Fail(read.Returns); // RFC 5182 section 2.1.
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
        engine.Ask(new SearchQuestion(key, read.Returns)
        {
            TellsModSequence = read.HasModSequence,
            Window = read.Window,
        });
    }
}

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
        var returns = SearchReturns.None;
        var grammar = new SearchGrammar(engine);
        SearchKey? key = null;
        if (arguments.AcceptSpace() && TryReadReturns(engine, ref arguments, ref returns)
            && TryReadCharset(ref arguments, grammar))
            key = grammar.TryReadAll(ref arguments);
        if (grammar.Refusal is { } refusal)
        {
            if ((returns & SearchReturns.Save) != 0 && refusal.Condition == ImapCondition.No)
                engine.Selection.Search.Forget(); // RFC 5182 section 2.1.
            engine.Reply(refusal);
            return;
        }

        if (key is null || !arguments.AtEnd)
        {
            engine.Reply(ImapReplies.BadArguments);
            return;
        }

        if (grammar.HasModSequence)
            engine.EnableCondstore();
        engine.Ask(new SearchQuestion(key, returns) { TellsModSequence = grammar.HasModSequence });
    }

    private static bool TryReadReturns(ImapServerEngine engine, ref ImapReader arguments, ref SearchReturns returns)
    {
        if (!engine.Protocol.Has<Esearch>() || !arguments.AcceptWord("RETURN"u8))
            return true;
        returns = SearchReturns.Extended;
        if (!arguments.AcceptSpace() || !arguments.Accept((byte)'('))
            return false;
        if (!arguments.Accept((byte)')'))
        {
            do
            {
                if (arguments.AcceptWord("MIN"u8))
                    returns |= SearchReturns.Min;
                else if (arguments.AcceptWord("MAX"u8))
                    returns |= SearchReturns.Max;
                else if (arguments.AcceptWord("ALL"u8))
                    returns |= SearchReturns.All;
                else if (arguments.AcceptWord("COUNT"u8))
                    returns |= SearchReturns.Count;
                else if (engine.Protocol.Has<SearchRes>() && arguments.AcceptWord("SAVE"u8))
                    returns |= SearchReturns.Save;
                else
                    return false;
            }
            while (arguments.AcceptSpace());
            if (!arguments.Accept((byte)')'))
                return false;
        }

        if (returns == SearchReturns.Extended)
            returns |= SearchReturns.All; // RFC 4731 section 3.1: an empty list means ALL.
        return arguments.AcceptSpace();
    }

    private static bool TryReadCharset(ref ImapReader arguments, SearchGrammar grammar)
    {
        if (!arguments.AcceptWord("CHARSET"u8))
            return true;
        if (!arguments.AcceptSpace() || !arguments.TryAString(out var name) || !arguments.AcceptSpace())
            return false;
        if (name.Is("UTF-8"u8))
            grammar.AllowsUtf8 = true;
        else if (!name.Is("US-ASCII"u8))
            grammar.Refusal = ImapReplies.BadCharset;
        return grammar.Refusal is null;
    }
}

namespace Rockdove.Imap;

/// <summary>What SEARCH, SORT and THREAD have in common: what to return, the charset, the keys.</summary>
internal sealed class SearchArguments(ImapServerEngine engine)
{
    private readonly ImapProtocol _protocol = engine.Protocol;
    private readonly SearchGrammar _grammar = new(engine);

    public SearchReturns Returns { get; private set; }

    /// <summary>PARTIAL: which of the results.</summary>
    public ResultWindow? Window { get; private set; }

    /// <summary>MODSEQ was among the keys.</summary>
    public bool HasModSequence => _grammar.HasModSequence;

    /// <summary>What to answer when it is more than a mistake of grammar.</summary>
    public ImapReply? Refusal => _grammar.Refusal;

    /// <summary>
    /// <c>["RETURN" SP "(" [option *(SP option)] ")" SP]</c> (RFC 4731 section 3.1, RFC 5182, RFC 9394).
    /// </summary>
    public bool TryReadReturns(ref ImapReader arguments, bool allowsSave)
    {
        if (!arguments.AcceptWord("RETURN"u8))
            return true;
        Returns = SearchReturns.Extended;
        if (!arguments.AcceptSpace() || !arguments.Accept((byte)'('))
            return false;
        if (!arguments.Accept((byte)')'))
        {
            do
            {
                if (!TryReadReturn(ref arguments, allowsSave))
                    return false;
            }
            while (arguments.AcceptSpace());
            if (!arguments.Accept((byte)')'))
                return false;
        }

        if (Returns == SearchReturns.Extended)
            Returns |= SearchReturns.All; // RFC 4731 section 3.1: an empty list means ALL.
        const SearchReturns Both = SearchReturns.All | SearchReturns.Partial;
        return (Returns & Both) != Both && arguments.AcceptSpace(); // RFC 9394 section 3.1: one of the two.
    }

    /// <summary><c>["CHARSET" SP charset SP]</c>, which SEARCH may have.</summary>
    public bool TryReadCharsetWord(ref ImapReader arguments) =>
        !arguments.AcceptWord("CHARSET"u8)
        || (!engine.Session.HasEnabledUtf8 // RFC 6855 section 3: the two would contradict each other.
            && arguments.AcceptSpace() && TryReadCharset(ref arguments));

    /// <summary><c>charset SP</c>, which SORT and THREAD must have.</summary>
    public bool TryReadCharset(ref ImapReader arguments)
    {
        if (!arguments.TryAString(out var name) || !arguments.AcceptSpace())
            return false;
        if (name.Is("UTF-8"u8))
            _grammar.AllowsUtf8 = true;
        else if (!name.Is("US-ASCII"u8))
            _grammar.Refusal = ImapReplies.BadCharset;
        return _grammar.Refusal is null;
    }

    /// <summary>The keys, up to the end; null when they are not understood.</summary>
    public SearchKey? TryReadKeys(ref ImapReader arguments) =>
        _grammar.TryReadAll(ref arguments) is { } key && arguments.AtEnd ? key : null;

    private bool TryReadReturn(ref ImapReader arguments, bool allowsSave)
    {
        if (arguments.AcceptWord("MIN"u8))
            Returns |= SearchReturns.Min;
        else if (arguments.AcceptWord("MAX"u8))
            Returns |= SearchReturns.Max;
        else if (arguments.AcceptWord("ALL"u8))
            Returns |= SearchReturns.All;
        else if (arguments.AcceptWord("COUNT"u8))
            Returns |= SearchReturns.Count;
        else if (allowsSave && _protocol.Has<SearchRes>() && arguments.AcceptWord("SAVE"u8))
            Returns |= SearchReturns.Save;
        else if (_protocol.Has<Partial>() && Window is null && arguments.AcceptWord("PARTIAL"u8))
            return TryReadWindow(ref arguments);
        else
            return false;
        return true;
    }

    private bool TryReadWindow(ref ImapReader arguments)
    {
        Returns |= SearchReturns.Partial;
        var isRead = arguments.AcceptSpace() & ResultWindow.TryRead(ref arguments, out var window);
        Window = window;
        return isRead;
    }
}

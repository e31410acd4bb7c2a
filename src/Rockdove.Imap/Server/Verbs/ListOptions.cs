namespace Rockdove.Imap;

/// <summary>The options of one LIST.</summary>
internal sealed class ListOptions(ImapProtocol protocol)
{
    private readonly bool _hasExtended = protocol.Has<ListExtended>();
    private bool _onlySubscribed;
    private bool _onlySpecialUse;
    private bool _isRecursive;
    private bool _returnsSubscribed;
    private bool _hasReturn;
    private bool _hasSelection;

    public StatusItems Status { get; private set; }

    /// <summary>The command has a form that the old LIST has not.</summary>
    public bool IsExtended => _hasReturn || _hasSelection;

    public bool AllowsManyPatterns => _hasExtended;

    /// <summary><c>["(" options ")" SP]</c>.</summary>
    public bool TryReadSelection(ref ImapReader arguments)
    {
        if (!arguments.Accept((byte)'('))
            return true;
        _hasSelection = true;
        if (!_hasExtended)
            return false;
        if (!arguments.Accept((byte)')'))
        {
            do
            {
                if (arguments.AcceptWord("SUBSCRIBED"u8))
                    _onlySubscribed = true;
                else if (arguments.AcceptWord("RECURSIVEMATCH"u8))
                    _isRecursive = true;
                else if (protocol.Has<SpecialUse>() && arguments.AcceptWord("SPECIAL-USE"u8))
                    _onlySpecialUse = true;
                else if (!arguments.AcceptWord("REMOTE"u8)) // We know of no others, so it adds none.
                    return false;
            }
            while (arguments.AcceptSpace());
            if (!arguments.Accept((byte)')'))
                return false;
        }

        // RFC 5258 section 3.1: it widens another option and means nothing alone.
        return arguments.AcceptSpace() && (!_isRecursive || _onlySubscribed || _onlySpecialUse);
    }

    /// <summary><c>[SP "RETURN" SP "(" options ")"]</c>.</summary>
    public bool TryReadReturn(ref ImapReader arguments)
    {
        if (arguments.AtEnd)
            return true;
        _hasReturn = true;
        if (!_hasExtended || !arguments.AcceptSpace() || !arguments.AcceptWord("RETURN"u8) || !arguments.AcceptSpace()
            || !arguments.Accept((byte)'('))
            return false;
        if (arguments.Accept((byte)')'))
            return true;
        do
        {
            if (arguments.AcceptWord("SUBSCRIBED"u8))
                _returnsSubscribed = true;
            else if (protocol.Has<ListStatus>() && arguments.AcceptWord("STATUS"u8))
            {
                if (!arguments.AcceptSpace() || !StatusGrammar.TryRead(ref arguments, protocol, out var items))
                    return false;
                Status |= items;
            }
            else if (!arguments.AcceptWord("CHILDREN"u8) // Told always, as RFC 3348 has it.
                && !(protocol.Has<SpecialUse>() && arguments.AcceptWord("SPECIAL-USE"u8)))
            {
                return false;
            }
        }
        while (arguments.AcceptSpace());
        return arguments.Accept((byte)')');
    }

    public ListQuestion Question(IReadOnlyList<string> patterns, char delimiter)
    {
        var shown = MailboxAttributes.NoInferiors | MailboxAttributes.NoSelect | MailboxAttributes.Marked
            | MailboxAttributes.Unmarked | MailboxAttributes.NonExistent;
        if (protocol.Has<Children>())
            shown |= MailboxAttributes.Children;
        if (protocol.Has<SpecialUse>())
            shown |= MailboxAttributes.SpecialUse;
        if (_returnsSubscribed || _onlySubscribed)
            shown |= MailboxAttributes.Subscribed;
        return new ListQuestion
        {
            Patterns = patterns,
            Delimiter = delimiter,
            OnlySubscribed = _onlySubscribed,
            OnlySpecialUse = _onlySpecialUse,
            IsRecursive = _isRecursive,
            Status = Status,
            Shown = shown,
        };
    }
}

namespace Rockdove.Imap;

/// <summary>
/// LIST (RFC 9051 section 6.3.9, RFC 5258, RFC 5819, RFC 6154):
/// <c>"LIST" [SP "(" options ")"] SP mailbox SP patterns [SP "RETURN" SP "(" options ")"]</c>.
/// </summary>
internal sealed class List() : ImapVerb("LIST", ImapPhase.LoggedIn)
{
    public override void Run(ImapServerEngine engine, ref ImapReader arguments)
    {
        var options = new ListOptions(engine.Protocol);
        if (!arguments.AcceptSpace() || !options.TryReadSelection(ref arguments)
            || !TryReadNames(engine, ref arguments, options.AllowsManyPatterns, out var reference, out var patterns)
            || !options.TryReadReturn(ref arguments) || !arguments.AtEnd)
        {
            engine.Reply(ImapReplies.BadArguments);
            return;
        }

        if (patterns is [""] && !options.IsExtended)
        {
            // What the delimiter is, and where the tree has its root (RFC 9051 section 6.3.9).
            engine.Responses.Text.Raw("* LIST (\\Noselect) "u8);
            engine.Responses.Delimiter();
            engine.Responses.Text.Raw(" \"\"\r\n"u8);
            engine.Reply(ImapReplies.Completed);
            return;
        }

        if ((options.Status & StatusItems.HighestModSequence) != 0)
            engine.EnableCondstore();
        engine.Ask(options.Question(
            [.. patterns.Select(pattern => reference + pattern)], engine.Protocol.Options.HierarchyDelimiter));
    }

    /// <summary>The reference and one pattern, or several in parentheses.</summary>
    internal static bool TryReadNames(
        ImapServerEngine engine, ref ImapReader arguments, bool allowsMany, out string reference,
        out List<string> patterns)
    {
        patterns = [];
        reference = "";
        var isUtf8 = engine.Session.HasUtf8;
        if (!arguments.TryAString(out var raw) || !arguments.AcceptSpace()
            || !MailboxPatternText.TryDecode(raw, isUtf8, out reference))
            return false;
        var isList = allowsMany && arguments.Accept((byte)'(');
        do
        {
            if (patterns.Count == engine.Protocol.Limits.Patterns || !arguments.TryListMailbox(out raw)
                || raw.Raw.Length > engine.Protocol.Limits.MailboxNameBytes
                || !MailboxPatternText.TryDecode(raw, isUtf8, out var pattern))
                return false;
            patterns.Add(pattern);
        }
        while (isList && arguments.AcceptSpace());
        return !isList || arguments.Accept((byte)')');
    }
}

internal static class MailboxPatternText
{
    /// <summary>
    /// A pattern, wildcards and all. One that is no modified UTF-7 matches what it says, which is nothing: clients send
    /// such, and an empty list is the right answer.
    /// </summary>
    public static bool TryDecode(ImapString raw, bool isUtf8, out string pattern)
    {
        if (!raw.TryGetText(out pattern))
            return false;
        if (!isUtf8 && MailboxText.TryDecodeUtf7(pattern, out var decoded))
            pattern = decoded;
        return true;
    }
}

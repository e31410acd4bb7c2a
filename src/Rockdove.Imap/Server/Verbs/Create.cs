namespace Rockdove.Imap;

/// <summary>
/// CREATE (RFC 9051 section 6.3.4): <c>"CREATE" SP mailbox [SP "(" "USE" SP "(" [use *(SP use)] ")" ")"]</c>, the last
/// where CREATE-SPECIAL-USE is offered (RFC 6154 section 3).
/// </summary>
internal sealed class Create() : ImapVerb("CREATE", ImapPhase.LoggedIn)
{
    public override void Run(ImapServerEngine engine, ref ImapReader arguments)
    {
        if (!arguments.AcceptSpace() || !arguments.TryAString(out var raw)
            || !TryReadUse(engine.Protocol, ref arguments, out var use) || !arguments.AtEnd)
        {
            engine.Reply(ImapReplies.BadArguments);
            return;
        }

        if (!MailboxText.TryDecode(raw, engine.Session.HasUtf8, out var name))
        {
            engine.Reply(ImapReplies.NoName);
            return;
        }

        // A delimiter at the end says that there will be mailboxes below; for us any mailbox may have some.
        if (name.EndsWith(engine.Protocol.Options.HierarchyDelimiter))
            name = name[..^1];
        if (name.Equals(MailboxText.Inbox, StringComparison.OrdinalIgnoreCase))
            engine.Reply(ImapReplies.Exists);
        else if (!MailboxArgument.IsFitToCreate(engine, name))
            engine.Reply(ImapReplies.NoName);
        else
            engine.Ask(new CreateQuestion(name) { SpecialUse = use });
    }

    private static bool TryReadUse(ImapProtocol protocol, ref ImapReader arguments, out MailboxAttributes use)
    {
        use = MailboxAttributes.None;
        if (arguments.AtEnd)
            return true;
        if (!protocol.Has<CreateSpecialUse>() || !arguments.AcceptSpace() || !arguments.Accept((byte)'(')
            || !arguments.AcceptWord("USE"u8) || !arguments.AcceptSpace() || !arguments.Accept((byte)'('))
            return false;
        if (!arguments.Accept((byte)')'))
        {
            do
            {
                if (!TryReadAttribute(ref arguments, out var attribute))
                    return false;
                use |= attribute;
            }
            while (arguments.AcceptSpace());
            if (!arguments.Accept((byte)')'))
                return false;
        }

        return arguments.Accept((byte)')');
    }

    private static bool TryReadAttribute(ref ImapReader arguments, out MailboxAttributes attribute)
    {
        attribute = MailboxAttributes.None;
        if (!arguments.Accept((byte)'\\') || !arguments.TryAtom(out var word))
            return false;
        foreach (var (known, name) in MailboxListing.Names)
        {
            attribute = known & MailboxAttributes.SpecialUse;
            if (attribute != MailboxAttributes.None && System.Text.Ascii.EqualsIgnoreCase(word, name.AsSpan(1)))
                return true;
        }

        return false;
    }
}

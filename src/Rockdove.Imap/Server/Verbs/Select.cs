namespace Rockdove.Imap;

/// <summary>
/// SELECT and EXAMINE (RFC 9051 sections 6.3.2, 6.3.3): <c>name SP mailbox [SP "(" "CONDSTORE" ")"]</c> (RFC 7162
/// section 3.1.8). Whatever was selected is left first, also when this fails.
/// </summary>
internal sealed class Select(string name, bool isReadOnly) : ImapVerb(name, ImapPhase.LoggedIn)
{
    public override void Run(ImapServerEngine engine, ref ImapReader arguments)
    {
        engine.CloseSelected();
        if (!arguments.AcceptSpace() || !arguments.TryAString(out var raw)
            || !TryReadParameters(engine, ref arguments, out var wantsCondstore))
        {
            engine.Reply(ImapReplies.BadArguments);
            return;
        }

        if (!MailboxText.TryDecode(raw, engine.Session.HasUtf8Names, out var mailbox))
        {
            engine.Reply(ImapReplies.NoSuchMailbox);
            return;
        }

        if (wantsCondstore)
            engine.EnableCondstore();
        engine.Ask(new SelectQuestion(mailbox, isReadOnly));
    }

    private static bool TryReadParameters(ImapServerEngine engine, ref ImapReader arguments, out bool wantsCondstore)
    {
        wantsCondstore = false;
        if (arguments.AtEnd)
            return true;
        wantsCondstore = engine.Protocol.Has<Condstore>() && arguments.AcceptSpace()
            && arguments.Accept((byte)'(') && arguments.AcceptWord("CONDSTORE"u8) && arguments.Accept((byte)')');
        return wantsCondstore && arguments.AtEnd;
    }
}

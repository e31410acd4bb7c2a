namespace Rockdove.Imap;

/// <summary>
/// SELECT and EXAMINE (RFC 9051 sections 6.3.2, 6.3.3): <c>name SP mailbox [SP "(" parameter *(SP parameter) ")"]</c>,
/// with CONDSTORE and QRESYNC as parameters (RFC 7162 sections 3.1.8, 3.2.5). Whatever was selected is left first, also
/// when this fails.
/// </summary>
internal sealed class Select(string name, bool isReadOnly) : ImapVerb(name, ImapPhase.LoggedIn)
{
    public override void Run(ImapServerEngine engine, ref ImapReader arguments)
    {
        engine.CloseSelected();
        if (!arguments.AcceptSpace() || !arguments.TryAString(out var raw)
            || !TryReadParameters(engine, ref arguments, out var wantsCondstore, out var resync))
        {
            engine.Reply(ImapReplies.BadArguments);
            return;
        }

        if (!MailboxText.TryDecode(raw, engine.Session.HasUtf8, out var mailbox))
        {
            engine.Reply(ImapReplies.NoSuchMailbox);
            return;
        }

        if (wantsCondstore)
            engine.EnableCondstore();
        engine.Ask(new SelectQuestion(mailbox, isReadOnly) { Resync = resync });
    }

    private static bool TryReadParameters(
        ImapServerEngine engine, ref ImapReader arguments, out bool wantsCondstore, out ResyncRequest? resync)
    {
        wantsCondstore = false;
        resync = null;
        if (arguments.AtEnd)
            return true;
        if (!arguments.AcceptSpace() || !arguments.Accept((byte)'('))
            return false;
        do
        {
            if (engine.Protocol.Has<Condstore>() && arguments.AcceptWord("CONDSTORE"u8))
                wantsCondstore = true;
            else if (!engine.Session.IsQresync || resync is not null || !arguments.AcceptWord("QRESYNC"u8)
                || !arguments.AcceptSpace()
                || !ResyncRequest.TryRead(ref arguments, engine.Protocol.Limits.SetRanges, out resync))
                return false;
        }
        while (arguments.AcceptSpace());
        return arguments.Accept((byte)')') && arguments.AtEnd;
    }
}

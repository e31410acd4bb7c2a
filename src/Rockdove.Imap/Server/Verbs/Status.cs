namespace Rockdove.Imap;

/// <summary>
/// STATUS (RFC 9051 section 6.3.11): <c>"STATUS" SP mailbox SP "(" status-att *(SP status-att) ")"</c>.
/// </summary>
internal sealed class Status() : ImapVerb("STATUS", ImapPhase.LoggedIn)
{
    public override void Run(ImapServerEngine engine, ref ImapReader arguments)
    {
        if (!arguments.AcceptSpace() || !arguments.TryAString(out var raw) || !arguments.AcceptSpace()
            || !TryReadItems(engine, ref arguments, out var items) || !arguments.AtEnd)
        {
            engine.Reply(ImapReplies.BadArguments);
            return;
        }

        if (!MailboxText.TryDecode(raw, engine.Session.HasUtf8, out var mailbox))
        {
            engine.Reply(ImapReplies.NoSuchMailbox);
            return;
        }

        if ((items & StatusItems.HighestModSequence) != 0)
            engine.EnableCondstore();
        engine.Ask(new StatusQuestion(mailbox, items));
    }

    /// <summary>What may be asked for depends on what is offered.</summary>
    public static bool TryReadItems(ImapServerEngine engine, ref ImapReader arguments, out StatusItems items) =>
        StatusGrammar.TryRead(ref arguments, engine.Protocol, out items);
}

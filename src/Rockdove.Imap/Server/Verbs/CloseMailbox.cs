namespace Rockdove.Imap;

/// <summary>
/// CLOSE (RFC 9051 section 6.4.1) removes what has \Deleted, unless the mailbox is open for reading only, and tells
/// nobody; UNSELECT (section 6.4.2) removes nothing.
/// </summary>
internal sealed class CloseMailbox(string name, bool expunges) : ImapVerb(name, ImapPhase.Selected)
{
    public override void Run(ImapServerEngine engine, ref ImapReader arguments)
    {
        if (arguments.AtEnd)
            engine.Ask(new CloseQuestion(engine.Session.Mailbox!, expunges && !engine.Session.IsReadOnly));
        else
            engine.Reply(ImapReplies.NoArguments);
    }
}

namespace Rockdove.Imap;

/// <summary>DELETE (RFC 9051 section 6.3.5): never INBOX.</summary>
internal sealed class Delete() : ImapVerb("DELETE", ImapPhase.LoggedIn)
{
    public override void Run(ImapServerEngine engine, ref ImapReader arguments)
    {
        if (!MailboxArgument.TryRead(engine, ref arguments, out var name))
            return;
        if (name == MailboxText.Inbox)
            engine.Reply(ImapReplies.InboxStays);
        else
            engine.Ask(new DeleteQuestion(name));
    }
}

namespace Rockdove.Imap;

/// <summary>SUBSCRIBE and UNSUBSCRIBE (RFC 9051 sections 6.3.7, 6.3.8).</summary>
internal sealed class Subscribe(string name, bool isSubscribed) : ImapVerb(name, ImapPhase.LoggedIn)
{
    public override void Run(ImapServerEngine engine, ref ImapReader arguments)
    {
        if (MailboxArgument.TryRead(engine, ref arguments, out var mailbox))
            engine.Ask(new SubscribeQuestion(mailbox, isSubscribed));
    }
}

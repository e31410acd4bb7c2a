namespace Rockdove.Imap;

/// <summary>CREATE (RFC 9051 section 6.3.4).</summary>
internal sealed class Create() : ImapVerb("CREATE", ImapPhase.LoggedIn)
{
    public override void Run(ImapServerEngine engine, ref ImapReader arguments)
    {
        if (!MailboxArgument.TryRead(engine, ref arguments, isLast: true, ImapReplies.NoName, out var name))
            return;
        // A delimiter at the end says that there will be mailboxes below; for us any mailbox may have some.
        if (name.EndsWith(engine.Protocol.Options.HierarchyDelimiter))
            name = name[..^1];
        if (name.Equals(MailboxText.Inbox, StringComparison.OrdinalIgnoreCase))
            engine.Reply(ImapReplies.Exists);
        else if (!MailboxArgument.IsFitToCreate(engine, name))
            engine.Reply(ImapReplies.NoName);
        else
            engine.Ask(new CreateQuestion(name));
    }
}

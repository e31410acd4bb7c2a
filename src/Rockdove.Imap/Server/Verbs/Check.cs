namespace Rockdove.Imap;

/// <summary>CHECK (RFC 3501 section 6.4.1): our stores need no checkpoint, so it is a NOOP.</summary>
internal sealed class Check() : ImapVerb("CHECK", ImapPhase.Selected)
{
    public override void Run(ImapServerEngine engine, ref ImapReader arguments)
    {
        if (arguments.AtEnd)
            engine.SyncAndReply();
        else
            engine.Reply(ImapReplies.NoArguments);
    }
}

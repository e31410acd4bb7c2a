namespace Rockdove.Imap;

/// <summary>NOOP (RFC 9051 section 6.1.2): a moment to be told what has changed.</summary>
internal sealed class Noop() : ImapVerb("NOOP", ImapPhase.Any)
{
    public override void Run(ImapServerEngine engine, ref ImapReader arguments)
    {
        if (arguments.AtEnd)
            engine.SyncAndReply();
        else
            engine.Reply(ImapReplies.NoArguments);
    }
}

namespace Rockdove.Imap;

/// <summary>LOGOUT (RFC 9051 section 6.1.3): BYE, then OK, then the end.</summary>
internal sealed class Logout() : ImapVerb("LOGOUT", ImapPhase.Any)
{
    public override void Run(ImapServerEngine engine, ref ImapReader arguments)
    {
        if (arguments.AtEnd)
            engine.LogOut();
        else
            engine.Reply(ImapReplies.NoArguments);
    }
}

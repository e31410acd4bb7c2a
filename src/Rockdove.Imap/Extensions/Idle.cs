namespace Rockdove.Imap;

/// <summary>IDLE (RFC 2177): the client waits, and is told what changes, until it says DONE.</summary>
public sealed class Idle() : ImapExtension("IDLE")
{
    public override IReadOnlyList<ImapVerb> Verbs { get; } = [new Verb()];

    private sealed class Verb() : ImapVerb("IDLE", ImapPhase.LoggedIn)
    {
        public override void Run(ImapServerEngine engine, ref ImapReader arguments)
        {
            if (arguments.AtEnd)
                engine.BeginIdle();
            else
                engine.Reply(ImapReplies.NoArguments);
        }
    }
}

namespace Rockdove.Imap;

/// <summary>CAPABILITY (RFC 9051 section 6.1.1).</summary>
internal sealed class Capability() : ImapVerb("CAPABILITY", ImapPhase.Any)
{
    public override void Run(ImapServerEngine engine, ref ImapReader arguments)
    {
        if (!arguments.AtEnd)
        {
            engine.Reply(ImapReplies.NoArguments);
            return;
        }

        engine.Responses.Line($"CAPABILITY {engine.Protocol.Capabilities(engine.Session)}");
        engine.Reply(ImapReplies.Completed);
    }
}

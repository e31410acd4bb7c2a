namespace Rockdove.Imap;

/// <summary>EXPUNGE (RFC 9051 section 6.4.3). UID EXPUNGE comes with <see cref="UidPlus"/>.</summary>
internal sealed class Expunge() : ImapVerb("EXPUNGE", ImapPhase.Selected, ImapTraits.NeedsWriting)
{
    public override void Run(ImapServerEngine engine, ref ImapReader arguments)
    {
        if (arguments.AtEnd)
            engine.Ask(new ExpungeQuestion(null));
        else
            engine.Reply(ImapReplies.NoArguments);
    }
}

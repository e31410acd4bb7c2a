namespace Rockdove.Imap;

/// <summary>LSUB (RFC 3501 section 6.3.9): what is subscribed, for clients of IMAP4rev1.</summary>
internal sealed class Lsub() : ImapVerb("LSUB", ImapPhase.LoggedIn)
{
    public override void Run(ImapServerEngine engine, ref ImapReader arguments)
    {
        if (!arguments.AcceptSpace()
            || !List.TryReadNames(engine, ref arguments, allowsMany: false, out var reference, out var patterns)
            || !arguments.AtEnd)
        {
            engine.Reply(ImapReplies.BadArguments);
            return;
        }

        engine.Ask(new ListQuestion
        {
            Patterns = [reference + patterns[0]],
            Delimiter = engine.Protocol.Options.HierarchyDelimiter,
            IsLsub = true,
            OnlySubscribed = true,
            Shown = MailboxAttributes.NoSelect | MailboxAttributes.NoInferiors,
        });
    }
}

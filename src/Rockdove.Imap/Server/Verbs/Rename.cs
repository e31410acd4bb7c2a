namespace Rockdove.Imap;

/// <summary>RENAME (RFC 9051 section 6.3.6).</summary>
internal sealed class Rename() : ImapVerb("RENAME", ImapPhase.LoggedIn)
{
    public override void Run(ImapServerEngine engine, ref ImapReader arguments)
    {
        if (!arguments.AcceptSpace() || !arguments.TryAString(out var rawFrom)
            || !arguments.AcceptSpace() || !arguments.TryAString(out var rawTo) || !arguments.AtEnd)
        {
            engine.Reply(ImapReplies.BadArguments);
            return;
        }

        var isUtf8 = engine.Session.HasUtf8;
        if (!MailboxText.TryDecode(rawFrom, isUtf8, out var from))
            engine.Reply(ImapReplies.NoSuchMailbox);
        else if (!MailboxText.TryDecode(rawTo, isUtf8, out var to) || !MailboxArgument.IsFitToCreate(engine, to))
            engine.Reply(ImapReplies.NoName);
        else if (to == MailboxText.Inbox)
            engine.Reply(ImapReplies.Exists);
        else
            engine.Ask(new RenameQuestion(from, to));
    }
}

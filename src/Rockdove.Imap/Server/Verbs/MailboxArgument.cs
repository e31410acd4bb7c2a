namespace Rockdove.Imap;

/// <summary>Reads the mailbox names of commands that take nothing else.</summary>
internal static class MailboxArgument
{
    /// <summary>Reads <c>SP mailbox</c> and the end. When it returns false the command has been answered.</summary>
    public static bool TryRead(ImapServerEngine engine, ref ImapReader arguments, out string name)
    {
        name = "";
        if (!arguments.AcceptSpace() || !arguments.TryAString(out var raw) || !arguments.AtEnd)
        {
            engine.Reply(ImapReplies.BadArguments);
            return false;
        }

        if (MailboxText.TryDecode(raw, engine.Session.HasUtf8, out name))
            return true;
        engine.Reply(ImapReplies.NoSuchMailbox);
        return false;
    }

    /// <summary>A name that a mailbox is to have: see <see cref="MailboxText.IsFitToCreate"/>.</summary>
    public static bool IsFitToCreate(ImapServerEngine engine, string name) => MailboxText.IsFitToCreate(
        name, engine.Protocol.Options.HierarchyDelimiter, engine.Protocol.Limits.MailboxNameBytes);
}

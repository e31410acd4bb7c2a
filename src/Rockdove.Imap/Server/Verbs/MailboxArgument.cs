namespace Rockdove.Imap;

/// <summary>Reads the mailbox names of commands that take nothing else.</summary>
internal static class MailboxArgument
{
    /// <summary>
    /// Reads <c>SP mailbox</c>. When it returns false the command has been answered.
    /// </summary>
    /// <param name="engine">Is told what is wrong.</param>
    /// <param name="arguments">Read up to behind the name.</param>
    /// <param name="isLast">Nothing may follow.</param>
    /// <param name="malformed">The reply where the name is no modified UTF-7.</param>
    /// <param name="name">The name.</param>
    public static bool TryRead(
        ImapServerEngine engine, ref ImapReader arguments, bool isLast, ImapReply malformed, out string name)
    {
        name = "";
        if (!arguments.AcceptSpace() || !arguments.TryAString(out var raw) || (isLast && !arguments.AtEnd))
        {
            engine.Reply(ImapReplies.BadArguments);
            return false;
        }

        if (MailboxText.TryDecode(raw, engine.Session.HasUtf8Names, out name))
            return true;
        engine.Reply(malformed);
        return false;
    }

    /// <summary>A name that a mailbox is to have: see <see cref="MailboxText.IsFitToCreate"/>.</summary>
    public static bool IsFitToCreate(ImapServerEngine engine, string name) => MailboxText.IsFitToCreate(
        name, engine.Protocol.Options.HierarchyDelimiter, engine.Protocol.Limits.MailboxNameBytes);
}

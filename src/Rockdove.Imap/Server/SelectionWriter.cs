namespace Rockdove.Imap;

/// <summary>
/// Writes what SELECT and EXAMINE tell (RFC 9051 section 6.3.2, RFC 3501 section 6.3.1, RFC 7162 3.1.2).
/// </summary>
internal static class SelectionWriter
{
    public static void Write(ImapResponseWriter responses, ImapSession session, string name, OpenedMailbox mailbox)
    {
        var view = mailbox.View;
        var text = responses.Text;
        text.Raw("* FLAGS "u8);
        text.Flags(mailbox.Flags);
        responses.EndLine();
        responses.Exists(view.Count, view.Recent);
        if (!session.IsRev2 && mailbox.FirstUnseen is { } unseen && view.TrySequenceNumber(unseen, out var number))
            Number(text, "UNSEEN "u8, number);
        Number(text, "UIDVALIDITY "u8, mailbox.UidValidity);
        Number(text, "UIDNEXT "u8, mailbox.UidNext);
        WritePermanentFlags(responses, session.IsReadOnly ? null : mailbox);
        if (view.HighestModSequence > 0)
            Number(text, "HIGHESTMODSEQ "u8, view.HighestModSequence);
        else
            text.Raw("* OK [NOMODSEQ] No mod-sequences here\r\n"u8);
        if (mailbox.MailboxId is { } id && responses.Protocol.Has<ObjectId>())
            responses.Notice(ImapReply.Ok("Noted", ImapCodes.MailboxId(id)));
        if (!session.IsRev2)
            return;
        text.Raw("* LIST () "u8);
        responses.Delimiter();
        text.Raw(" "u8);
        text.MailboxName(name);
        responses.EndLine();
    }

    /// <summary>What can be changed for good: nothing in a mailbox that is open for reading only.</summary>
    private static void WritePermanentFlags(ImapResponseWriter responses, OpenedMailbox? mailbox)
    {
        var text = responses.Text;
        text.Raw("* OK [PERMANENTFLAGS ("u8);
        var isFirst = true;
        if (mailbox is not null)
        {
            foreach (var (flag, name) in ImapFlags.SystemNames)
            {
                if ((mailbox.PermanentFlags.System & flag) == 0)
                    continue;
                text.Separate(ref isFirst);
                text.Raw(name);
            }

            foreach (var keyword in mailbox.PermanentFlags.Keywords)
            {
                text.Separate(ref isFirst);
                text.Raw(keyword);
            }

            if (mailbox.TakesNewKeywords)
            {
                text.Separate(ref isFirst);
                text.Raw("\\*"u8);
            }
        }

        text.Raw(")] Flags that last\r\n"u8);
    }

    private static void Number(ResponseText text, ReadOnlySpan<byte> code, ulong number)
    {
        text.Raw("* OK ["u8);
        text.Raw(code);
        text.Number(number);
        text.Raw("] Noted\r\n"u8);
    }
}

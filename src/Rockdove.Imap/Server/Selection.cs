namespace Rockdove.Imap;

/// <summary>The mailbox that is selected: what sets of messages mean in it, and what a search has saved.</summary>
internal sealed class Selection(ImapSession session, ImapResponseWriter responses)
{
    private uint _openedUidNext;

    /// <summary>Null when nothing is selected.</summary>
    public MailboxView? View => responses.View;

    public SavedSearch Search { get; } = new();

    /// <summary>The highest UID that there may have been.</summary>
    public uint LastUid => Math.Max(View!.LastUid, _openedUidNext - 1);

    /// <summary>Selects, and tells the client what there is.</summary>
    public void Begin(SelectQuestion question, OpenedMailbox mailbox)
    {
        session.Mailbox = question.Mailbox;
        session.IsReadOnly = question.IsReadOnly || mailbox.IsReadOnly;
        responses.View = mailbox.View;
        _openedUidNext = mailbox.UidNext;
        SelectionWriter.Write(responses, session, question.Mailbox, mailbox);
    }

    public void End()
    {
        session.Mailbox = null;
        session.IsReadOnly = false;
        responses.View = null;
        Search.Forget();
    }

    /// <summary>Which messages a set means; a reply when it means some that cannot be.</summary>
    public ImapReply? Resolve(in SequenceSet set, bool byUid, out MessageSet messages)
    {
        var view = View!;
        messages = MessageSet.Empty;
        if (set.IsSaved)
            messages = Search.Known(view);
        else if (!byUid && !set.Fits(view.Count))
            return ImapReplies.NoSuchMessage;
        else
            messages = view.Resolve(set, byUid);
        return null;
    }
}

namespace Rockdove.Imap;

/// <summary>The search that is being answered, and what <c>$</c> stands for (RFC 5182).</summary>
internal sealed class SavedSearch
{
    private MessageSet _saved = MessageSet.Empty;

    /// <summary>A mailbox is selected or left, or a search that saves has failed with NO (section 2.1).</summary>
    public void Forget() => _saved = MessageSet.Empty;

    /// <summary>The search that was asked has failed.</summary>
    public void Fail(SearchQuestion question)
    {
        if ((question.Returns & SearchReturns.Save) != 0)
            Forget();
    }

    /// <summary>Of what was saved, what the client still knows.</summary>
    public MessageSet Known(MailboxView view) => Known(_saved, view);

    /// <summary>Tells what was found, and saves it if that was asked for.</summary>
    public void Tell(
        SearchQuestion question, MessageSet messages, ulong highestModSequence, ReadOnlySpan<byte> tag,
        ImapResponseWriter responses, ImapSession session)
    {
        var found = Known(messages, responses.View!);
        if ((question.Returns & SearchReturns.Save) != 0)
            _saved = SearchResultWriter.Saved(found, question.Returns);
        var modSequence = question.TellsModSequence && !found.IsEmpty ? highestModSequence : 0;
        SearchResultWriter.Write(responses, session, tag, question.Returns, found, modSequence);
    }

    private static MessageSet Known(MessageSet messages, MailboxView view)
    {
        var known = new MessageSet();
        foreach (var uid in messages)
        {
            if (view.TrySequenceNumber(uid, out _))
                known.Append(uid);
        }

        return known;
    }
}

namespace Rockdove.Imap;

/// <summary>The search that is being answered, and what <c>$</c> stands for (RFC 5182).</summary>
internal sealed class SavedSearch
{
    private MessageSet _saved = MessageSet.Empty;

    /// <summary>A mailbox is selected or left, or a search that saves has failed with NO (section 2.1).</summary>
    public void Forget() => _saved = MessageSet.Empty;

    /// <summary>A search has failed.</summary>
    public void Fail(SearchReturns returns)
    {
        if ((returns & SearchReturns.Save) != 0)
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
            _saved = SearchResultWriter.Saved(found, question.Returns, question.Window);
        var modSequence = question.TellsModSequence && !found.IsEmpty ? highestModSequence : 0;
        if (question.Returns == SearchReturns.None && !session.IsRev2)
        {
            SearchResultWriter.WriteList(responses, " SEARCH"u8, found, modSequence);
            return;
        }

        var returns = question.Returns == SearchReturns.None ? SearchReturns.All : question.Returns;
        var list = new FoundMessages(found.Count, found.Ranges is [var first, ..] ? first.First : 0,
            found.Ranges is [.., var last] ? last.Last : 0, responses.View!.Describe(found, responses.IsByUid))
        {
            Window = question.Window is { } window
                ? (window, responses.View.Describe(window.Of(found), responses.IsByUid))
                : null,
        };
        SearchResultWriter.WriteExtended(responses, tag, returns, list, modSequence);
    }

    /// <summary>Tells what was found, in its order.</summary>
    public static void Tell(
        SortQuestion question, IReadOnlyList<uint> uids, ulong highestModSequence, ReadOnlySpan<byte> tag,
        ImapResponseWriter responses)
    {
        var view = responses.View!;
        uint[] found = [.. uids.Where(uid => view.TrySequenceNumber(uid, out _))];
        var modSequence = question.TellsModSequence && found.Length > 0 ? highestModSequence : 0;
        if (question.Returns == SearchReturns.None)
        {
            SearchResultWriter.WriteList(responses, " SORT"u8, found, modSequence);
            return;
        }

        var list = new FoundMessages(found.Length, found.FirstOrDefault(), found.LastOrDefault(),
            SortedText.Of(found, responses))
        {
            Window = question.Window is { } window ? (window, SortedText.Of(Of(window, found), responses)) : null,
        };
        SearchResultWriter.WriteExtended(responses, tag, question.Returns, list, modSequence);
    }

    private static ReadOnlySpan<uint> Of(ResultWindow window, uint[] found)
    {
        var (start, count) = window.Of(found.Length);
        return found.AsSpan(start, count);
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

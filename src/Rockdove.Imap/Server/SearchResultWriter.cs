namespace Rockdove.Imap;

/// <summary>Writes SEARCH and ESEARCH (RFC 9051 sections 7.3.4, RFC 3501 section 7.2.5, RFC 4731, RFC 7162).</summary>
internal static class SearchResultWriter
{
    /// <summary>What SAVE remembers (RFC 5182 section 2.4): all, or the ends when only they were asked for.</summary>
    public static MessageSet Saved(MessageSet found, SearchReturns returns)
    {
        var ends = returns & (SearchReturns.Min | SearchReturns.Max);
        if (ends == 0 || found.IsEmpty || (returns & (SearchReturns.All | SearchReturns.Count)) != 0)
            return found;
        var saved = new MessageSet();
        if ((ends & SearchReturns.Min) != 0)
            saved.Append(found.Ranges[0].First);
        if ((ends & SearchReturns.Max) != 0)
            saved.Append(found.Ranges[^1].Last);
        return saved;
    }

    public static void Write(
        ImapResponseWriter responses, ImapSession session, ReadOnlySpan<byte> tag, SearchReturns returns,
        MessageSet found, ulong modSequence)
    {
        if (returns == SearchReturns.None && !session.IsRev2)
            WriteList(responses, found, modSequence);
        else if (returns == SearchReturns.None)
            WriteExtended(responses, tag, SearchReturns.All, found, modSequence);
        else
            WriteExtended(responses, tag, returns, found, modSequence);
    }

    private static void WriteList(ImapResponseWriter responses, MessageSet found, ulong modSequence)
    {
        var text = responses.Text;
        text.Raw("* SEARCH"u8);
        foreach (var uid in found)
        {
            text.Raw(" "u8);
            text.Number(NumberOf(responses, uid));
        }

        WriteModSequence(text, " (MODSEQ "u8, modSequence, ")"u8);
        responses.EndLine();
    }

    private static void WriteExtended(
        ImapResponseWriter responses, ReadOnlySpan<byte> tag, SearchReturns returns, MessageSet found,
        ulong modSequence)
    {
        const SearchReturns Told = SearchReturns.Min | SearchReturns.Max | SearchReturns.All | SearchReturns.Count;
        if ((returns & Told) == 0)
            return; // RETURN (SAVE) alone: nothing is told (RFC 5182 section 2.1).
        var text = responses.Text;
        text.Raw("* ESEARCH (TAG \""u8);
        text.Raw(tag);
        text.Raw("\")"u8);
        if (responses.IsByUid)
            text.Raw(" UID"u8);
        if ((returns & SearchReturns.Min) != 0 && !found.IsEmpty)
            Number(text, " MIN "u8, NumberOf(responses, found.Ranges[0].First));
        if ((returns & SearchReturns.Max) != 0 && !found.IsEmpty)
            Number(text, " MAX "u8, NumberOf(responses, found.Ranges[^1].Last));
        if ((returns & SearchReturns.Count) != 0)
            Number(text, " COUNT "u8, (ulong)found.Count);
        if ((returns & SearchReturns.All) != 0 && !found.IsEmpty)
        {
            text.Raw(" ALL "u8);
            text.Raw(responses.View!.Describe(found, responses.IsByUid));
        }

        WriteModSequence(text, " MODSEQ "u8, modSequence, []);
        responses.EndLine();
    }

    private static uint NumberOf(ImapResponseWriter responses, uint uid)
    {
        if (responses.IsByUid)
            return uid;
        responses.View!.TrySequenceNumber(uid, out var number);
        return number;
    }

    private static void WriteModSequence(
        ResponseText text, ReadOnlySpan<byte> before, ulong modSequence, ReadOnlySpan<byte> after)
    {
        if (modSequence == 0)
            return;
        Number(text, before, modSequence);
        text.Raw(after);
    }

    private static void Number(ResponseText text, ReadOnlySpan<byte> name, ulong number)
    {
        text.Raw(name);
        text.Number(number);
    }
}

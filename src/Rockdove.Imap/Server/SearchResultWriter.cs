namespace Rockdove.Imap;

/// <summary>
/// Writes SEARCH, SORT and ESEARCH (RFC 9051 section 7.3.4, RFC 3501 section 7.2.5, RFC 4731, RFC 5256, RFC 7162,
/// RFC 9394).
/// </summary>
internal static class SearchResultWriter
{
    /// <summary>
    /// What SAVE remembers (RFC 5182 section 2.4, RFC 9394 section 3.2): all, or the ends and the window when only they
    /// were asked for.
    /// </summary>
    public static MessageSet Saved(MessageSet found, SearchReturns returns, ResultWindow? window)
    {
        const SearchReturns Some = SearchReturns.Min | SearchReturns.Max | SearchReturns.Partial;
        if ((returns & Some) == 0 || found.IsEmpty || (returns & (SearchReturns.All | SearchReturns.Count)) != 0)
            return found;
        List<uint> saved = [];
        if ((returns & SearchReturns.Min) != 0)
            saved.Add(found.Ranges[0].First);
        if ((returns & SearchReturns.Max) != 0)
            saved.Add(found.Ranges[^1].Last);
        if (window is { } asked)
            saved.AddRange(asked.Of(found));
        return new MessageSet(saved);
    }

    /// <summary>The old responses, which list the numbers.</summary>
    public static void WriteList(
        ImapResponseWriter responses, ReadOnlySpan<byte> name, IEnumerable<uint> found, ulong modSequence)
    {
        var text = responses.Text;
        text.Raw("*"u8);
        text.Raw(name);
        foreach (var uid in found)
        {
            text.Raw(" "u8);
            text.Number(responses.NumberOf(uid));
        }

        if (modSequence > 0)
        {
            Number(text, " (MODSEQ "u8, modSequence);
            text.Raw(")"u8);
        }

        responses.EndLine();
    }

    public static void WriteExtended(
        ImapResponseWriter responses, ReadOnlySpan<byte> tag, SearchReturns returns, FoundMessages found,
        ulong modSequence)
    {
        const SearchReturns Told = SearchReturns.Min | SearchReturns.Max | SearchReturns.All | SearchReturns.Count
            | SearchReturns.Partial;
        if ((returns & Told) == 0)
            return; // RETURN (SAVE) alone: nothing is told (RFC 5182 section 2.1).
        var text = responses.Text;
        text.Raw("* ESEARCH (TAG \""u8);
        text.Raw(tag);
        text.Raw("\")"u8);
        if (responses.IsByUid)
            text.Raw(" UID"u8);
        if ((returns & SearchReturns.Min) != 0 && found.Count > 0)
            Number(text, " MIN "u8, responses.NumberOf(found.First));
        if ((returns & SearchReturns.Max) != 0 && found.Count > 0)
            Number(text, " MAX "u8, responses.NumberOf(found.Last));
        if ((returns & SearchReturns.Count) != 0)
            Number(text, " COUNT "u8, (ulong)found.Count);
        if ((returns & SearchReturns.All) != 0 && found.Count > 0)
        {
            text.Raw(" ALL "u8);
            text.Raw(found.All);
        }

        if (found.Window is var (window, some))
            text.Raw($" PARTIAL ({window} {(some.Length > 0 ? some : "NIL")})");
        if (modSequence > 0)
            Number(text, " MODSEQ "u8, modSequence);
        responses.EndLine();
    }

    private static void Number(ResponseText text, ReadOnlySpan<byte> name, ulong number)
    {
        text.Raw(name);
        text.Number(number);
    }
}

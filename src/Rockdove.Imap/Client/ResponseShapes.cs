namespace Rockdove.Imap;

/// <summary>
/// Makes typed responses of values. What has another shape than it should is no response of its kind.
/// </summary>
internal static class ResponseShapes
{
    /// <summary>Null when the values are no response at all.</summary>
    public static ImapResponse? Of(List<ImapValue> values, bool isUtf8)
    {
        if (values is [var number, { Kind: ImapValueKind.Atom } kind, ..] && number.TryNumber(out var n))
            return n <= uint.MaxValue ? OfNumber((uint)n, kind, values) : null;
        if (values is not [{ Kind: ImapValueKind.Atom, Text: { } name }, ..])
            return null;
        var rest = values[1..];
        name = name.ToUpperInvariant();
        return name switch
        {
            "CAPABILITY" => new ImapCapabilityResponse(Words(rest)),
            "ENABLED" => new ImapEnabledResponse(Words(rest)),
            "SEARCH" or "SORT" => Search(rest, name == "SORT"),
            "ESEARCH" => ExtendedSearch(rest),
            "LIST" or "LSUB" => List(rest, name == "LSUB", isUtf8),
            "STATUS" => Status(rest, isUtf8),
            "VANISHED" => Vanished(rest),
            _ => new ImapOtherResponse(name, rest),
        };
    }

    private static ImapResponse? OfNumber(uint number, ImapValue kind, List<ImapValue> values)
    {
        if (kind.Is("EXISTS"u8))
            return values.Count == 2 ? new ImapExistsResponse(number) : null;
        if (kind.Is("RECENT"u8))
            return values.Count == 2 ? new ImapRecentResponse(number) : null;
        if (kind.Is("EXPUNGE"u8))
            return values.Count == 2 && number > 0 ? new ImapExpungeResponse(number) : null;
        if (!kind.Is("FETCH"u8) || number == 0 || values is not [_, _, { Kind: ImapValueKind.List, Items: var items }]
            || items.Count % 2 != 0)
            return null;
        var pairs = new KeyValuePair<string, ImapValue>[items.Count / 2];
        for (var i = 0; i < pairs.Length; i++)
        {
            if (items[2 * i] is not { Kind: ImapValueKind.Atom, Text: { } name })
                return null;
            pairs[i] = new(name, items[2 * i + 1]);
        }

        return new ImapFetchResponse(number, pairs);
    }

    private static ImapSearchResponse? Search(List<ImapValue> values, bool isSort)
    {
        ulong? modSequence = null;
        if (values is [.., { Kind: ImapValueKind.List, Items: [var word, var value] }] && word.Is("MODSEQ"u8)
            && value.TryNumber(out var highest))
        {
            modSequence = highest;
            values = values[..^1];
        }

        var numbers = new uint[values.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!values[i].TryNumber(out var number) || number is 0 or > uint.MaxValue)
                return null;
            numbers[i] = (uint)number;
        }

        return new ImapSearchResponse(numbers, modSequence, isSort);
    }

    private static ImapExtendedSearchResponse? ExtendedSearch(List<ImapValue> values)
    {
        string? tag = null;
        if (values is [{ Kind: ImapValueKind.List, Items: [var word, var told] }, ..] && word.Is("TAG"u8))
        {
            tag = told.Text;
            values = values[1..];
        }

        var isByUid = values is [var first, ..] && first.Is("UID"u8);
        return Pairs(isByUid ? values[1..] : values) is { } items
            ? new ImapExtendedSearchResponse(tag, isByUid, items)
            : null;
    }

    private static ImapListResponse? List(List<ImapValue> values, bool isLsub, bool isUtf8)
    {
        if (values is not [{ Kind: ImapValueKind.List } attributes, var delimiter, var name, ..]
            || delimiter.Length > 1)
            return null;
        return new ImapListResponse(
            Name(name, isUtf8), delimiter.Text is [var symbol] ? symbol : null, Words(attributes.Items), isLsub);
    }

    private static ImapMailboxStatusResponse? Status(List<ImapValue> values, bool isUtf8) =>
        values is [var name, { Kind: ImapValueKind.List } list] && Pairs(list.Items) is { } items
            ? new ImapMailboxStatusResponse(Name(name, isUtf8), items)
            : null;

    private static ImapVanishedResponse? Vanished(List<ImapValue> values)
    {
        var isEarlier = values is [{ Kind: ImapValueKind.List, Items: [var word] }, ..] && word.Is("EARLIER"u8);
        return values.Count == (isEarlier ? 2 : 1) && MessageSet.TryParse(values[^1].Text ?? "", out var uids)
            ? new ImapVanishedResponse(uids, isEarlier)
            : null;
    }

    private static Dictionary<string, ImapValue>? Pairs(IReadOnlyList<ImapValue> values)
    {
        if (values.Count % 2 != 0)
            return null;
        var items = new Dictionary<string, ImapValue>(StringComparer.Ordinal);
        for (var i = 0; i < values.Count; i += 2)
        {
            if (values[i] is not { Kind: ImapValueKind.Atom, Text: { } name })
                return null;
            items[name.ToUpperInvariant()] = values[i + 1];
        }

        return items;
    }

    /// <summary>NIL is a name like any other.</summary>
    private static string Name(ImapValue value, bool isUtf8)
    {
        var text = value.Text ?? "NIL";
        if (!isUtf8 && MailboxText.TryDecodeUtf7(text, out var decoded))
            text = decoded;
        return text.Equals(MailboxText.Inbox, StringComparison.OrdinalIgnoreCase) ? MailboxText.Inbox : text;
    }

    private static string[] Words(IReadOnlyList<ImapValue> values) => [.. values.Select(value => value.Text ?? "NIL")];
}

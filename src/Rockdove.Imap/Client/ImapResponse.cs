namespace Rockdove.Imap;

/// <summary>What a server says without a tag.</summary>
public abstract record ImapResponse;

/// <summary>OK, NO, BAD or BYE.</summary>
public sealed record ImapStatusResponse(ImapResult Result) : ImapResponse;

/// <summary>EXISTS: so many messages there are now.</summary>
public sealed record ImapExistsResponse(uint Messages) : ImapResponse;

/// <summary>RECENT, of IMAP4rev1.</summary>
public sealed record ImapRecentResponse(uint Messages) : ImapResponse;

/// <summary>EXPUNGE: the message with this number has gone, and all behind it have a number less.</summary>
public sealed record ImapExpungeResponse(uint SequenceNumber) : ImapResponse;

/// <summary>VANISHED: messages with these UIDs have gone (RFC 7162 section 3.2.10).</summary>
/// <param name="Uids">Which; some may never have been there.</param>
/// <param name="IsEarlier">They went before; no number changes.</param>
public sealed record ImapVanishedResponse(MessageSet Uids, bool IsEarlier) : ImapResponse;

/// <summary>FETCH: something about a message, asked for or not.</summary>
/// <param name="SequenceNumber">Which message.</param>
/// <param name="Items">Names, as the server writes them, and values.</param>
public sealed record ImapFetchResponse(
    uint SequenceNumber, IReadOnlyList<KeyValuePair<string, ImapValue>> Items) : ImapResponse
{
    /// <summary>The UID, where it was told.</summary>
    public uint? Uid => Find("UID") is { } value && value.TryNumber(out var number) && number <= uint.MaxValue
        ? (uint)number
        : null;

    /// <summary>The flags, where they were told.</summary>
    public IReadOnlyList<string>? Flags => Find("FLAGS") is { Kind: ImapValueKind.List } list
        ? [.. list.Items.Select(flag => flag.Text ?? "NIL")]
        : null;

    /// <summary>MODSEQ, where it was told (RFC 7162).</summary>
    public ulong? ModSequence =>
        Find("MODSEQ") is { Items: [var value] } && value.TryNumber(out var number) ? number : null;

    /// <summary>RFC822.SIZE, where it was told.</summary>
    public ulong? Size => Find("RFC822.SIZE") is { } value && value.TryNumber(out var number) ? number : null;

    /// <summary>The value of an item, its name in any case; null where it is not there.</summary>
    public ImapValue? Find(string name) =>
        Items.FirstOrDefault(item => item.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}

/// <summary>LIST or LSUB: one mailbox.</summary>
/// <param name="Name">Its name, decoded where it is modified UTF-7.</param>
/// <param name="Delimiter">What stands between levels; null where there are none.</param>
/// <param name="Attributes">With their backslash.</param>
/// <param name="IsLsub">LSUB.</param>
public sealed record ImapListResponse(
    string Name, char? Delimiter, IReadOnlyList<string> Attributes, bool IsLsub) : ImapResponse;

/// <summary>STATUS of a mailbox.</summary>
/// <param name="Mailbox">Its name, decoded.</param>
/// <param name="Items">Names in upper case, and values.</param>
public sealed record ImapMailboxStatusResponse(
    string Mailbox, IReadOnlyDictionary<string, ImapValue> Items) : ImapResponse
{
    /// <summary>An item that is a number: MESSAGES, UIDNEXT, UNSEEN, HIGHESTMODSEQ.</summary>
    public bool TryNumber(string item, out ulong number)
    {
        number = 0;
        return Items.TryGetValue(item.ToUpperInvariant(), out var value) && value.TryNumber(out number);
    }
}

/// <summary>SEARCH or SORT: numbers, or UIDs where UID was said.</summary>
/// <param name="Numbers">In the order in which they were told.</param>
/// <param name="ModSequence">The highest of these, where it was told (RFC 7162).</param>
/// <param name="IsSort">SORT.</param>
public sealed record ImapSearchResponse(
    IReadOnlyList<uint> Numbers, ulong? ModSequence, bool IsSort) : ImapResponse;

/// <summary>ESEARCH (RFC 4731): what RETURN asked for.</summary>
/// <param name="Tag">Of the command; null where it was not told.</param>
/// <param name="IsByUid">Numbers are UIDs.</param>
/// <param name="Items">Names in upper case (MIN, MAX, COUNT, ALL, MODSEQ), and values.</param>
public sealed record ImapExtendedSearchResponse(
    string? Tag, bool IsByUid, IReadOnlyDictionary<string, ImapValue> Items) : ImapResponse
{
    /// <summary>ALL, sorted; empty where it was not told, since then nothing was found.</summary>
    public MessageSet All =>
        Items.TryGetValue("ALL", out var all) && MessageSet.TryParse(all.Text ?? "", out var set)
            ? set
            : MessageSet.Empty;

    public bool TryNumber(string item, out ulong number)
    {
        number = 0;
        return Items.TryGetValue(item.ToUpperInvariant(), out var value) && value.TryNumber(out number);
    }
}

/// <summary>CAPABILITY: <see cref="ImapClientEngine.Capabilities"/> has it too.</summary>
public sealed record ImapCapabilityResponse(IReadOnlyList<string> Words) : ImapResponse;

/// <summary>ENABLED (RFC 5161).</summary>
public sealed record ImapEnabledResponse(IReadOnlyList<string> Words) : ImapResponse;

/// <summary>Anything else: FLAGS, NAMESPACE, ID, QUOTA, METADATA, THREAD.</summary>
/// <param name="Name">The first word, upper case.</param>
/// <param name="Values">What follows.</param>
public sealed record ImapOtherResponse(string Name, IReadOnlyList<ImapValue> Values) : ImapResponse;

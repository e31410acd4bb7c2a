namespace Rockdove.Imap;

/// <summary>One condition of SEARCH (RFC 9051 section 6.4.4).</summary>
public abstract record SearchKey;

public sealed record AllKey : SearchKey;

/// <summary>Every one of these holds.</summary>
public sealed record AndKey(IReadOnlyList<SearchKey> Keys) : SearchKey;

public sealed record OrKey(SearchKey First, SearchKey Second) : SearchKey;

public sealed record NotKey(SearchKey Key) : SearchKey;

/// <summary>The message is one of these, by sequence number or UID.</summary>
public sealed record MessagesKey(MessageSet Messages) : SearchKey;

/// <summary>A system flag is set, or with <see cref="IsSet"/> false is not.</summary>
public sealed record FlagKey(ImapSystemFlags Flag, bool IsSet) : SearchKey;

/// <summary>A keyword is set, or is not.</summary>
public sealed record KeywordKey(string Keyword, bool IsSet) : SearchKey;

/// <summary>
/// The text is somewhere in the field, in any case, encoded words decoded. An empty text is in every field that is
/// there.
/// </summary>
public sealed record HeaderKey(string Field, string Text) : SearchKey;

/// <summary>The text is in the body, or with <see cref="WithHeader"/> anywhere in the message.</summary>
public sealed record TextKey(string Text, bool WithHeader) : SearchKey;

/// <summary>RFC822.SIZE is larger than this, or smaller.</summary>
public sealed record SizeKey(long Octets, bool IsLarger) : SearchKey;

/// <summary>Which day a date condition looks at.</summary>
public enum SearchDay : byte
{
    /// <summary>The day of INTERNALDATE, whatever its zone.</summary>
    Arrived,

    /// <summary>The day of the Date field, whatever its zone.</summary>
    Sent,

    /// <summary>
    /// The day on which the message came into the mailbox (RFC 8514); where that is not known, as
    /// <see cref="Arrived"/>.
    /// </summary>
    Saved,
}

/// <summary>The day is in [<see cref="From"/>, <see cref="Before"/>); null is no bound.</summary>
public sealed record DateKey(SearchDay Day, DateOnly? From, DateOnly? Before) : SearchKey;

/// <summary>
/// INTERNALDATE is so many seconds before now, or longer; with <see cref="IsOlder"/> false not longer (RFC 5032). Now
/// is when the handler looks.
/// </summary>
public sealed record AgeKey(uint Seconds, bool IsOlder) : SearchKey;

/// <summary>The mod-sequence is this or higher (RFC 7162 section 3.1.5).</summary>
public sealed record ModSequenceKey(ulong From) : SearchKey;

/// <summary>Every message, where the mailbox remembers when messages came into it; else none (RFC 8514).</summary>
public sealed record SaveDateSupportedKey : SearchKey;

/// <summary>The content is this (RFC 8474 section 6).</summary>
public sealed record EmailIdKey(string Id) : SearchKey;

/// <summary>The thread is this (RFC 8474 section 6).</summary>
public sealed record ThreadIdKey(string Id) : SearchKey;

/// <summary>What SEARCH wants to know (RFC 4731, RFC 5182, RFC 9394).</summary>
[Flags]
public enum SearchReturns : byte
{
    /// <summary>No RETURN: what the protocol's version has.</summary>
    None = 0,
    Min = 1,
    Max = 2,
    All = 4,
    Count = 8,

    /// <summary>Remember the result for <c>$</c>.</summary>
    Save = 16,

    /// <summary>RETURN was said, so the answer is ESEARCH.</summary>
    Extended = 32,

    /// <summary>Some of the results, by their place among them.</summary>
    Partial = 64,
}

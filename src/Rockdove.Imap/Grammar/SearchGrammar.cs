using System.Text;

namespace Rockdove.Imap;

/// <summary>
/// Reads the keys of SEARCH, within bounds, into a tree (RFC 9051 section 6.4.4, RFC 3501 section 6.4.4).
/// </summary>
internal sealed class SearchGrammar(ImapServerEngine engine)
{
    private readonly ImapLimits _limits = engine.Protocol.Limits;
    private int _keys;

    /// <summary>Texts may be UTF-8: the charset says so, or the client has enabled it.</summary>
    public bool AllowsUtf8 { get; set; } = engine.Session.HasUtf8;

    /// <summary>What to answer when it is more than a mistake of grammar.</summary>
    public ImapReply? Refusal { get; set; }

    /// <summary>MODSEQ was among the keys.</summary>
    public bool HasModSequence { get; private set; }

    /// <summary>One key or more; null when they are not understood.</summary>
    public SearchKey? TryReadAll(ref ImapReader reader) => TryReadSome(ref reader, 0);

    private SearchKey? TryReadSome(ref ImapReader reader, int depth)
    {
        List<SearchKey> keys = [];
        do
        {
            if (TryReadKey(ref reader, depth) is not { } key)
                return null;
            keys.Add(key);
        }
        while (reader.AcceptSpace());
        return keys.Count == 1 ? keys[0] : new AndKey(keys);
    }

    private SearchKey? TryReadKey(ref ImapReader reader, int depth)
    {
        if (depth > _limits.SearchDepth || ++_keys > _limits.SearchKeys)
        {
            Refusal = ImapReplies.SearchTooDeep;
            return null;
        }

        if (reader.Accept((byte)'('))
            return TryReadSome(ref reader, depth + 1) is { } keys && reader.Accept((byte)')') ? keys : null;
        if (reader.IsNext((byte)'*') || reader.IsNext((byte)'$')
            || (!reader.AtEnd && ImapCharacters.Digits.Contains(reader.Rest[0])))
            return TryReadMessages(ref reader, byUid: false);
        if (!reader.TryAtom(out var word))
            return null;
        foreach (var (name, simple) in Simple)
        {
            if (Ascii.EqualsIgnoreCase(word, name))
                return simple;
        }

        return TryReadCompound(ref reader, word, depth) ?? TryReadText(ref reader, word);
    }

    private SearchKey? TryReadCompound(ref ImapReader reader, ReadOnlySpan<byte> word, int depth)
    {
        if (Is(word, "NOT"u8))
            return reader.AcceptSpace() && TryReadKey(ref reader, depth + 1) is { } key ? new NotKey(key) : null;
        if (Is(word, "OR"u8))
        {
            return reader.AcceptSpace() && TryReadKey(ref reader, depth + 1) is { } first
                && reader.AcceptSpace() && TryReadKey(ref reader, depth + 1) is { } second
                    ? new OrKey(first, second)
                    : null;
        }

        if (Is(word, "UID"u8))
            return reader.AcceptSpace() ? TryReadMessages(ref reader, byUid: true) : null;
        if (Is(word, "KEYWORD"u8) || Is(word, "UNKEYWORD"u8))
        {
            return reader.AcceptSpace() && reader.TryAtom(out var keyword)
                ? new KeywordKey(Encoding.ASCII.GetString(keyword), word.Length == "KEYWORD".Length)
                : null;
        }

        if (Is(word, "LARGER"u8) || Is(word, "SMALLER"u8))
        {
            return reader.AcceptSpace() && reader.TryLongNumber(out var octets)
                ? new SizeKey(octets, word.Length == "LARGER".Length)
                : null;
        }

        if ((Is(word, "OLDER"u8) || Is(word, "YOUNGER"u8)) && engine.Protocol.Has<Within>())
        {
            return reader.AcceptSpace() && reader.TryNonZero(out var seconds)
                ? new AgeKey(seconds, word.Length == "OLDER".Length)
                : null;
        }

        if (engine.Protocol.Has<ObjectId>() && (Is(word, "EMAILID"u8) || Is(word, "THREADID"u8)))
        {
            if (!reader.AcceptSpace() || !ObjectIdText.TryRead(ref reader, out var id))
                return null;
            return Is(word, "EMAILID"u8) ? new EmailIdKey(id) : new ThreadIdKey(id);
        }

        if (engine.Protocol.Has<SaveDate>() && Is(word, "SAVEDATESUPPORTED"u8))
            return new SaveDateSupportedKey();
        if (Is(word, "MODSEQ"u8) && engine.Protocol.Has<Condstore>())
            return TryReadModSequence(ref reader);
        return TryReadDate(ref reader, word);
    }

    private DateKey? TryReadDate(ref ImapReader reader, ReadOnlySpan<byte> word)
    {
        var day = word.Length > 4 && Ascii.EqualsIgnoreCase(word[..4], "SENT"u8) ? SearchDay.Sent : SearchDay.Arrived;
        if (word.Length > 5 && Ascii.EqualsIgnoreCase(word[..5], "SAVED"u8) && engine.Protocol.Has<SaveDate>())
            day = SearchDay.Saved;
        var name = day switch
        {
            SearchDay.Sent => word[4..],
            SearchDay.Saved => word[5..],
            _ => word,
        };
        var (isOn, isBefore, isSince) = (Is(name, "ON"u8), Is(name, "BEFORE"u8), Is(name, "SINCE"u8));
        if (!(isOn || isBefore || isSince) || !reader.AcceptSpace() || !ImapDates.TryReadDate(ref reader, out var date))
            return null;
        return new DateKey(
            day, isBefore ? null : date,
            isBefore ? date : isOn && date < DateOnly.MaxValue ? date.AddDays(1) : null);
    }

    /// <summary>
    /// MODSEQ, perhaps with the name and kind of an entry, which we do not tell apart (RFC 7162 3.1.5).
    /// </summary>
    private ModSequenceKey? TryReadModSequence(ref ImapReader reader)
    {
        if (!reader.AcceptSpace())
            return null;
        if (reader.IsNext((byte)'"')
            && !(reader.TryString(out _) && reader.AcceptSpace()
                && (reader.AcceptWord("priv"u8) || reader.AcceptWord("shared"u8) || reader.AcceptWord("all"u8))
                && reader.AcceptSpace()))
            return null;
        if (!reader.TryLongNumber(out var from))
            return null;
        HasModSequence = true;
        return new ModSequenceKey((ulong)from);
    }

    private MessagesKey? TryReadMessages(ref ImapReader reader, bool byUid)
    {
        if (!SequenceSet.TryRead(ref reader, _limits.SetRanges, engine.Protocol.Has<SearchRes>(), out var set))
            return null;
        Refusal = engine.Selection.Resolve(set, byUid, out var messages);
        return Refusal is null ? new MessagesKey(messages) : null;
    }

    private SearchKey? TryReadText(ref ImapReader reader, ReadOnlySpan<byte> word)
    {
        if (Is(word, "HEADER"u8))
        {
            return reader.AcceptSpace() && TryReadString(ref reader, out var field) && reader.AcceptSpace()
                && TryReadString(ref reader, out var value)
                    ? new HeaderKey(field, value)
                    : null;
        }

        foreach (var field in Fields)
        {
            if (!Ascii.EqualsIgnoreCase(word, field))
                continue;
            return reader.AcceptSpace() && TryReadString(ref reader, out var value)
                ? new HeaderKey(field, value)
                : null;
        }

        var withHeader = Is(word, "TEXT"u8);
        return (withHeader || Is(word, "BODY"u8)) && reader.AcceptSpace() && TryReadString(ref reader, out var text)
            ? new TextKey(text, withHeader)
            : null;
    }

    /// <summary>Octets beyond ASCII need a charset that has them (RFC 9051 section 6.4.4).</summary>
    private bool TryReadString(ref ImapReader reader, out string text)
    {
        text = "";
        if (!reader.TryAString(out var raw))
            return false;
        if (AllowsUtf8 || Ascii.IsValid(raw.Raw))
            return raw.TryGetText(out text);
        Refusal = ImapReplies.BadCharset;
        return false;
    }

    private static bool Is(ReadOnlySpan<byte> word, ReadOnlySpan<byte> name) => Ascii.EqualsIgnoreCase(word, name);

    private static FlagKey Set(ImapSystemFlags flag) => new(flag, true);

    private static FlagKey Unset(ImapSystemFlags flag) => new(flag, false);

    private static readonly string[] Fields = ["SUBJECT", "FROM", "TO", "CC", "BCC"];

    private static readonly (string Name, SearchKey Key)[] Simple =
    [
        ("ALL", new AllKey()),
        ("SEEN", Set(ImapSystemFlags.Seen)),
        ("UNSEEN", Unset(ImapSystemFlags.Seen)),
        ("ANSWERED", Set(ImapSystemFlags.Answered)),
        ("UNANSWERED", Unset(ImapSystemFlags.Answered)),
        ("DELETED", Set(ImapSystemFlags.Deleted)),
        ("UNDELETED", Unset(ImapSystemFlags.Deleted)),
        ("DRAFT", Set(ImapSystemFlags.Draft)),
        ("UNDRAFT", Unset(ImapSystemFlags.Draft)),
        ("FLAGGED", Set(ImapSystemFlags.Flagged)),
        ("UNFLAGGED", Unset(ImapSystemFlags.Flagged)),
        ("RECENT", Set(ImapSystemFlags.Recent)),
        ("OLD", Unset(ImapSystemFlags.Recent)),
        ("NEW", new AndKey([Set(ImapSystemFlags.Recent), Unset(ImapSystemFlags.Seen)])),
    ];
}

namespace Rockdove.Storage;

/// <summary>
/// What a search looks for: a tree of conditions, immutable, made by the methods here. It has the keys of IMAP SEARCH
/// (RFC 9051 section 6.4.4) and what a page for people needs besides. Texts are compared as <see cref="SearchFold"/>
/// writes them.
/// </summary>
public abstract class SearchQuery
{
    private protected SearchQuery(int depth = 1, int terms = 1)
    {
        if (depth > MaximumDepth)
            throw new ArgumentException($"A query is at most {MaximumDepth} levels deep; this one has {depth}.");
        if (terms > MaximumTerms)
            throw new ArgumentException($"A query has at most {MaximumTerms} conditions; this one has {terms}.");
        Depth = depth;
        Terms = terms;
    }

    /// <summary>Every message.</summary>
    public static SearchQuery All { get; } = new AllQuery();

    /// <summary>1 for a condition; one more for each operator around it.</summary>
    public int Depth { get; }

    /// <summary>The conditions in it.</summary>
    public int Terms { get; }

    /// <summary>All of these hold. An AND within is taken apart and costs no depth.</summary>
    /// <exception cref="ArgumentException">There is none, or the whole exceeds a limit.</exception>
    public static SearchQuery And(params ReadOnlySpan<SearchQuery> parts) =>
        parts.Length == 1 ? parts[0] : new AndQuery(Flatten<AndQuery>(parts, static query => query.Parts));

    /// <summary>One of these holds at least. An OR within is taken apart and costs no depth.</summary>
    /// <exception cref="ArgumentException">There is none, or the whole exceeds a limit.</exception>
    public static SearchQuery Or(params ReadOnlySpan<SearchQuery> parts) =>
        parts.Length == 1 ? parts[0] : new OrQuery(Flatten<OrQuery>(parts, static query => query.Parts));

    /// <exception cref="ArgumentException">The whole exceeds a limit.</exception>
    public static SearchQuery Not(SearchQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return new NotQuery(query);
    }

    /// <summary>The text is somewhere in the message: in a field of its header, or in what the body says.</summary>
    /// <exception cref="ArgumentException">The text is longer than <see cref="MaximumTextLength"/>.</exception>
    public static SearchQuery InMessage(string text, TextMatch match = TextMatch.Substring) =>
        new TextQuery(SearchPlace.Message, [], text, match);

    /// <summary>The text is in what the body says.</summary>
    /// <exception cref="ArgumentException">The text is longer than <see cref="MaximumTextLength"/>.</exception>
    public static SearchQuery InBody(string text, TextMatch match = TextMatch.Substring) =>
        new TextQuery(SearchPlace.Body, [], text, match);

    /// <summary>The text is in some field of the header.</summary>
    /// <exception cref="ArgumentException">The text is longer than <see cref="MaximumTextLength"/>.</exception>
    public static SearchQuery InHeader(string text, TextMatch match = TextMatch.Substring) =>
        new TextQuery(SearchPlace.Header, [], text, match);

    /// <summary>
    /// The text is in a field of this name, whatever its case. With an empty text it is enough that there is one.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// The text is longer than <see cref="MaximumTextLength"/>, or the name is, or is empty.
    /// </exception>
    public static SearchQuery InField(string name, string text, TextMatch match = TextMatch.Substring)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new TextQuery(SearchPlace.Header, [name], text, match);
    }

    /// <summary>
    /// The text is in a field with one of these names, or in what the body says: as an OR of these, and looked for
    /// once.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// The text is longer than <see cref="MaximumTextLength"/>, or a name is, or there is no name.
    /// </exception>
    public static SearchQuery InFieldsOrBody(
        IReadOnlyList<string> names, string text, TextMatch match = TextMatch.Substring)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count == 0)
            throw new ArgumentException("At least one name.", nameof(names));
        return new TextQuery(SearchPlace.Message, [.. names], text, match);
    }

    /// <summary>The text is in the name of a file, attached or shown within the text.</summary>
    /// <exception cref="ArgumentException">The text is longer than <see cref="MaximumTextLength"/>.</exception>
    public static SearchQuery InFileName(string text, TextMatch match = TextMatch.Substring) =>
        new TextQuery(SearchPlace.FileName, [], text, match);

    /// <summary>
    /// A regular expression finds something in a field of this name, whatever the case and with white space as
    /// <see cref="SearchFold"/> writes it.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// It is none that is matched in a time that grows with the field alone, or exceeds a limit of
    /// <see cref="PatternQuery"/>; says why.
    /// </exception>
    public static SearchQuery FieldMatches(string name, string pattern)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new PatternQuery(name, pattern);
    }

    /// <summary>Exactly this address, whatever its case, stands in one of these places.</summary>
    /// <exception cref="ArgumentException">It is empty, or longer than <see cref="MaximumTextLength"/>.</exception>
    public static SearchQuery Address(AddressPlaces places, string address) => new AddressQuery(places, address);

    /// <summary>
    /// The day is not before the one and before the other, in the zone it was given with, as IMAP compares days.
    /// </summary>
    /// <param name="date">A message that has no such date is not found.</param>
    /// <param name="since">Null for no bound.</param>
    /// <param name="before">Null for no bound.</param>
    public static SearchQuery Days(SearchDate date, DateOnly? since, DateOnly? before) =>
        new DayQuery(date, since, before);

    /// <summary>The moment is not before the one and before the other.</summary>
    /// <param name="date">A message that has no such date is not found.</param>
    /// <param name="since">Null for no bound.</param>
    /// <param name="before">Null for no bound.</param>
    public static SearchQuery Moments(SearchDate date, DateTimeOffset? since, DateTimeOffset? before) =>
        new MomentQuery(date, since, before);

    /// <summary>So many octets at least and at most, both included.</summary>
    public static SearchQuery Size(long atLeast, long atMost = long.MaxValue) => new SizeQuery(atLeast, atMost);

    /// <summary>All of these flags are set.</summary>
    public static SearchQuery Flags(SystemFlags flags) => new FlagQuery(flags);

    /// <summary>This keyword is set, whatever its case.</summary>
    /// <exception cref="ArgumentException">It cannot be a keyword.</exception>
    public static SearchQuery Keyword(string keyword) => new KeywordQuery(keyword);

    /// <summary>Something is attached.</summary>
    public static SearchQuery HasAttachment() => new AttachmentQuery();

    /// <summary>Something is shown within the text, such as a picture. No index knows of it.</summary>
    public static SearchQuery HasInline() => new InlineQuery();

    public static SearchQuery Uids(UidSet uids)
    {
        ArgumentNullException.ThrowIfNull(uids);
        return new UidQuery(uids);
    }

    /// <summary>The row has this mod-sequence or a greater one (RFC 7162 section 3.1.5).</summary>
    public static SearchQuery ChangedSince(ModSequence modSequence) => new ModSequenceQuery(modSequence);

    /// <summary>This message (EMAILID, RFC 8474 section 6).</summary>
    public static SearchQuery Message(MessageId message) => new MessageQuery(message);

    /// <summary>The messages of this conversation (THREADID, RFC 8474 section 6).</summary>
    public static SearchQuery Thread(ThreadId thread) => new ThreadQuery(thread);

    private static SearchQuery[] Flatten<T>(
        ReadOnlySpan<SearchQuery> parts, Func<T, IReadOnlyList<SearchQuery>> partsOf)
        where T : SearchQuery
    {
        if (parts.IsEmpty)
            throw new ArgumentException("At least one condition.", nameof(parts));
        var flat = new List<SearchQuery>(parts.Length);
        foreach (var part in parts)
        {
            ArgumentNullException.ThrowIfNull(part, nameof(parts));
            if (part is T same)
                flat.AddRange(partsOf(same));
            else
                flat.Add(part);
        }
        return [.. flat];
    }

    /// <summary>
    /// Levels of a query. Long lists of alternatives have few, since an OR in an OR is one; what looks at a query may
    /// call itself.
    /// </summary>
    public const int MaximumDepth = 32;

    /// <summary>Conditions of a query: each is compared with each candidate. Clients use a handful.</summary>
    public const int MaximumTerms = 256;

    /// <summary>Characters of one text. Longer than what anybody types, shorter than a line of mail.</summary>
    public const int MaximumTextLength = 1000;
}

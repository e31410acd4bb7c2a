namespace Rockdove.Storage.Sqlite;

/// <summary>Rows of bits, one for each token.</summary>
internal interface ITokenRows
{
    /// <summary>Leaves of the hits those that have the token.</summary>
    void Keep(int token, Span<ulong> hits);
}

/// <summary>
/// What an index can say about a query: which messages cannot match. There is none for a query of which it knows
/// nothing.
/// </summary>
internal abstract class IndexPlan
{
    /// <summary>Every message that the index knows may match.</summary>
    public static IndexPlan Everything { get; } = new AllOf([]);

    /// <summary>Clears the hits that cannot match. All hits may be cleared; none is added.</summary>
    public abstract void Narrow(ITokenRows rows, Span<ulong> hits);

    /// <summary>Null if every message may match.</summary>
    public static IndexPlan? Of(SearchQuery query) => query switch
    {
        AndQuery and => Together(and.Parts.Select(Of).OfType<IndexPlan>().ToArray()),
        OrQuery or => or.Parts.Select(Of).ToArray() is var parts && parts.All(part => part is not null)
            ? new OneOf(parts!)
            : null,
        TextQuery text => OfText(text),
        PatternQuery pattern => new Tokens(Names(TokenKind.Field, pattern.Field)),
        AddressQuery address => OfAddress(address),
        AttachmentQuery => new Tokens(Names(TokenKind.Attachment, "")),
        _ => null,
    };

    private static AllOf? Together(IndexPlan[] parts) => parts.Length == 0 ? null : new AllOf(parts);

    // Words first, which leave the fewest; then what else must be there, far apart, since neighbours share characters.
    private static Tokens? OfText(TextQuery query)
    {
        var tokens = new List<int>();
        if (query.Match == TextMatch.Substring)
            AddInnerWords(query.Folded, tokens);
        for (var i = 0; i < query.Words.Count; i++)
            AddWord(query.Words[i], query.Match == TextMatch.Phrase || i < query.Words.Count - 1, tokens);
        if (query is { Place: SearchPlace.Header, Fields: [var field] })
            tokens.AddRange(Names(TokenKind.Field, field));
        var trigrams = new List<int>();
        if (query.Match == TextMatch.Substring)
            AddTrigrams(query.Folded, trigrams);
        foreach (var word in query.Words)
            AddTrigrams(word, trigrams);
        var most = Math.Min(trigrams.Count, MostTrigrams);
        for (var i = 0; i < most; i++)
            tokens.Add(trigrams[(int)((long)i * trigrams.Count / most)]);
        return tokens.Count == 0 ? null : new Tokens([.. tokens]);
    }

    // What has no letter beside it on either side is a word wherever the text stands. The first and the last may go on.
    private static void AddInnerWords(string text, List<int> tokens)
    {
        var start = 0;
        for (var end = 0; end < text.Length; end++)
        {
            if (SearchWords.IsWord(text[end]))
                continue;
            if (start > 0 && end > start)
                AddWord(text[start..end], isWhole: true, tokens);
            start = end + 1;
        }
        if (start > 0)
            AddWord(text[start..], isWhole: false, tokens);
    }

    private static void AddWord(string word, bool isWhole, List<int> tokens)
    {
        var hash = SearchTokens.EmptyWord;
        for (var i = 0; i < word.Length; i++)
        {
            hash = SearchTokens.Extend(hash, word[i]);
            if (i + 1 == SearchTokens.BeginningLength)
                tokens.Add(SearchTokens.OfBeginning(hash));
        }
        if (!isWhole)
            return;
        var (first, second) = SearchTokens.OfWord(hash);
        tokens.Add(first);
        tokens.Add(second);
    }

    private static void AddTrigrams(string text, List<int> tokens)
    {
        for (var i = 2; i < text.Length; i++)
            tokens.Add(SearchTokens.OfTrigram(text[i - 2], text[i - 1], text[i]));
    }

    private static OneOf OfAddress(AddressQuery query)
    {
        var places = new List<IndexPlan>();
        if ((query.Places & ~Outside) != 0)
            places.Add(new Tokens(Names(TokenKind.Address, query.Folded)));
        if ((query.Places & Outside) != 0)
            places.Add(new Tokens(Names(TokenKind.EnvelopeAddress, query.Folded)));
        return new OneOf([.. places]);
    }

    private static int[] Names(TokenKind kind, string name)
    {
        var tokens = new int[SearchTokens.TokensOfName];
        SearchTokens.OfName(kind, name, tokens);
        return tokens;
    }

    private sealed class Tokens(int[] tokens) : IndexPlan
    {
        public override void Narrow(ITokenRows rows, Span<ulong> hits)
        {
            foreach (var token in tokens)
            {
                rows.Keep(token, hits);
                if (!hits.ContainsAnyExcept(0UL))
                    return;
            }
        }
    }

    private sealed class AllOf(IndexPlan[] parts) : IndexPlan
    {
        public override void Narrow(ITokenRows rows, Span<ulong> hits)
        {
            foreach (var part in parts)
                part.Narrow(rows, hits);
        }
    }

    private sealed class OneOf(IndexPlan[] parts) : IndexPlan
    {
        public override void Narrow(ITokenRows rows, Span<ulong> hits)
        {
            var before = hits.ToArray();
            var some = new ulong[hits.Length];
            hits.Clear();
            foreach (var part in parts)
            {
                before.CopyTo(some, 0);
                part.Narrow(rows, some);
                for (var i = 0; i < some.Length; i++)
                    hits[i] |= some[i];
            }
        }
    }

    /// <summary>More exclude nothing more: a wrong message in four billion is left after sixteen.</summary>
    private const int MostTrigrams = 16;

    private const AddressPlaces Outside = AddressPlaces.EnvelopeSender | AddressPlaces.EnvelopeRecipient;
}

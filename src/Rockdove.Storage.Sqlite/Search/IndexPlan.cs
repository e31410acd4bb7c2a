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
    /// <summary>Clears the hits that cannot match. All hits may be cleared; none is added.</summary>
    public abstract void Narrow(ITokenRows rows, Span<ulong> hits);

    /// <summary>Null if every message may match.</summary>
    public static IndexPlan? Of(SearchQuery query) => query switch
    {
        AndQuery and => Together(and.Parts.Select(Of).OfType<IndexPlan>().ToArray()),
        OrQuery or => or.Parts.Select(Of).ToArray() is var parts && parts.All(part => part is not null)
            ? new OneOf(parts!)
            : null,
        TextQuery { Match: TextMatch.Substring } text => OfText(text, [text.Folded]),
        TextQuery text => OfText(text, text.Words),
        AddressQuery address => OfAddress(address),
        AttachmentQuery => new Tokens(Names(TokenKind.Attachment, "")),
        _ => null,
    };

    private static AllOf? Together(IndexPlan[] parts) => parts.Length == 0 ? null : new AllOf(parts);

    private static Tokens? OfText(TextQuery query, IReadOnlyList<string> texts)
    {
        var tokens = new List<int>();
        foreach (var text in texts)
            for (var i = 2; i < text.Length; i++)
                tokens.Add(SearchTokens.OfTrigram(text[i - 2], text[i - 1], text[i]));
        // Far apart, since neighbours share characters.
        var chosen = Enumerable.Range(0, Math.Min(tokens.Count, MostTrigrams))
            .Select(i => tokens[(int)((long)i * tokens.Count / Math.Min(tokens.Count, MostTrigrams))]);
        int[] all = query.Field is { } field ? [.. chosen, .. Names(TokenKind.Field, field)] : [.. chosen];
        return all.Length == 0 ? null : new Tokens(all);
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

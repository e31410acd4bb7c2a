namespace Rockdove.Storage.Sqlite.Tests;

/// <summary>What an index proposes for a text: all that have it, and few others.</summary>
public sealed class IndexPlanTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_holds_is_proposed(int seed)
    {
        var random = new Random(seed);
        var held = 0;
        for (var i = 0; i < 5_000; i++)
        {
            var text = Made(random, random.Next(1, 60));
            var start = random.Next(text.Length);
            var piece = random.Next(3) == 0
                ? Made(random, random.Next(1, 12))
                : text.Substring(start, random.Next(1, text.Length - start + 1));
            var query = SearchQuery.InBody(piece, (TextMatch)random.Next(3));
            var read = new SearchText([], text, [], null, false);
            if (SearchEvaluator.Holds(query, Row, read) != true)
                continue;
            held++;
            Assert.True(Proposes(query, read), $"{query} in \"{text}\"");
        }

        Assert.InRange(held, 1_000, 5_000);
    }

    [Theory]
    [InlineData("report", TextMatch.Phrase, "reports are reported, reporting")]
    [InlineData("meeting", TextMatch.Phrase, "meet ting eeting meetin etin")]
    [InlineData("do", TextMatch.Phrase, "does doing redo")]
    [InlineData("voice mail", TextMatch.Phrase, "invoice mailing")]
    [InlineData("voice", TextMatch.Prefix, "invoices")]
    [InlineData("the voice", TextMatch.Prefix, "the invoices")]
    [InlineData("new voice mail", TextMatch.Substring, "new invoice mail, voices, new v, mail")]
    [InlineData("new mail", TextMatch.Substring, "news by email, new email")]
    public void Words_are_told_from_others_with_the_same_letters(string wanted, TextMatch match, string text) =>
        Assert.False(Proposes(SearchQuery.InBody(wanted, match), new SearchText([], text, [], null, false)));

    private static bool Proposes(SearchQuery query, SearchText text)
    {
        var signature = new TextSignature();
        signature.Set(text);
        var tokens = new int[SearchTokens.Count];
        var rows = new OneMessage([.. tokens[..signature.CopyTo(SearchTokens.Count - 1, tokens)]]);
        Span<ulong> hits = [1];
        IndexPlan.Of(query)?.Narrow(rows, hits);
        return hits[0] != 0;
    }

    // Few characters, so that pieces come again, and what stands between words and what does not.
    private static string Made(Random random, int length) =>
        string.Create(length, random, static (text, random) =>
        {
            for (var i = 0; i < text.Length; i++)
                text[i] = Characters[random.Next(Characters.Length)];
        });

    private const string Characters = "aaabbbcdAeé ß7\u0301\t .-\ud83d";

    private static readonly MessageRow Row = new()
    {
        Mailbox = default,
        Uid = new(1),
        ModSequence = new(1),
        Flags = FlagSet.None,
        InternalDate = DateTimeOffset.UnixEpoch,
        Message = default,
        Bytes = 1,
        Thread = default,
    };

    private sealed class OneMessage(HashSet<int> tokens) : ITokenRows
    {
        public void Keep(int token, Span<ulong> hits)
        {
            if (!tokens.Contains(token))
                hits.Clear();
        }
    }
}

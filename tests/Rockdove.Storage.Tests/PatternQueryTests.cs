namespace Rockdove.Storage.Tests;

/// <summary>A regular expression from anybody takes bounded memory, and time that grows with the field alone.</summary>
public sealed class PatternQueryTests
{
    [Theory]
    [InlineData(1, true)]
    [InlineData(PatternQuery.MaximumPatternLength, true)]
    [InlineData(PatternQuery.MaximumPatternLength + 1, false)]
    [InlineData(0, false)]
    public void A_pattern_has_a_length(int characters, bool isRead) => Expect(new string('a', characters), isRead);

    [Theory]
    [InlineData("a{1000}", true)]
    [InlineData("a{1001}", false)]
    [InlineData("(a{10}b{1,10}){10}", true)]
    [InlineData("(a{10}b{1,10}){11}", false)]
    [InlineData("(a{10}){100}", true)]
    [InlineData("(a{10}){101}", false)]
    [InlineData("a{2000,}", false)]
    [InlineData("a{0}{99999999999999999999}", false)]
    [InlineData("(a+)+(b*)*c", true)]
    [InlineData("a{,3}{x}", true)]
    public void What_it_repeats_has_a_limit(string pattern, bool isRead) => Expect(pattern, isRead);

    [Theory]
    [InlineData(@"(a)\1", "back-references")]
    [InlineData("(?=a)b", "look-around")]
    [InlineData("(a", "Not enough )")]
    [InlineData("[a", "Unterminated")]
    public void What_cannot_be_read_is_refused_and_says_why(string pattern, string why)
    {
        var error = Assert.Throws<ArgumentException>(() => SearchQuery.FieldMatches("Subject", pattern));
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_that_is_made_for_it_holds_nothing_up()
    {
        var query = SearchQuery.FieldMatches("Subject", "(a|a)*(a+)+(.*a){5}x$");
        var text = new SearchText([new("Subject", new string('a', 100_000))], "", [], null, false);

        Assert.False(SearchEvaluator.Holds(query, null, text));
    }

    private static void Expect(string pattern, bool isRead)
    {
        if (isRead)
            Assert.IsType<PatternQuery>(SearchQuery.FieldMatches("Subject", pattern));
        else
            Assert.Throws<ArgumentException>(() => SearchQuery.FieldMatches("Subject", pattern));
    }
}

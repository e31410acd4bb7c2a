using Rockdove.Outbox;

namespace Rockdove.Catcher.Tests;

public class RecipientPatternTests
{
    [Theory]
    [InlineData("ann@example.org", "Ann@Example.ORG", true)]
    [InlineData("ann@example.org", "bann@example.org", false)]
    [InlineData("example.org", "ann@example.org", true)]
    [InlineData("@example.org", "ann@EXAMPLE.org", true)]
    [InlineData("example.org", "ann@x.example.org", false)]
    [InlineData("example.org", "ann@notexample.org", false)]
    [InlineData(".example.org", "ann@x.example.org", true)]
    [InlineData(".example.org", "ann@example.org", true)]
    [InlineData(".example.org", "ann@notexample.org", false)]
    [InlineData("/^dev-.*@example\\.org$/", "dev-7@example.org", true)]
    [InlineData("/^dev-.*@example\\.org$/", "xdev-7@example.org", false)]
    [InlineData("example.org", "\"a@example.org\"@evil.test", false)]
    public void A_pattern_means_what_it_says(string pattern, string address, bool matches) =>
        Assert.Equal(matches, RecipientPattern.Parse(pattern).Matches(address));

    [Theory]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("//")]
    [InlineData("a b@example.org")]
    [InlineData("<a@example.org>")]
    [InlineData("/[/")]
    [InlineData("/(a)\\1/")]
    [InlineData("/(?=a)/")]
    public void What_is_no_pattern_is_refused_with_a_reason(string pattern) =>
        Assert.NotEmpty(Assert.Throws<ArgumentException>(() => RecipientPattern.Parse(pattern)).Message);

    [Fact]
    public void A_pattern_may_be_so_long_and_not_longer()
    {
        var longest = new string('a', RecipientPattern.MaximumLength);
        Assert.Equal(longest, RecipientPattern.Parse(longest).ToString());
        Assert.Throws<ArgumentException>(() => RecipientPattern.Parse(longest + "a"));
        Assert.Throws<ArgumentException>(() => RecipientPattern.OfRegex(longest + "a"));
    }

    [Fact]
    public void An_expression_that_would_go_through_all_ways_takes_no_time() =>
        Assert.False(RecipientPattern.Parse("/^(a+)+$/").Matches(new string('a', 250) + "@x.test"));

    [Fact]
    public void Who_is_blocked_gets_nothing_even_if_allowed()
    {
        var rules = new RecipientRules(
            [RecipientPattern.Parse("example.org")], [RecipientPattern.Parse("boss@example.org")]);
        Assert.Null(rules.FindObjection("ann@example.org"));
        Assert.Contains("block list", rules.FindObjection("boss@example.org"), StringComparison.Ordinal);
        Assert.Contains("list of those", rules.FindObjection("ann@example.net"), StringComparison.Ordinal);
        Assert.Null(RecipientRules.Anybody.FindObjection("ann@example.net"));
    }
}

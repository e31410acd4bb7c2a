namespace Rockdove.Imap.Tests;

public class MailboxPatternTests
{
    [Theory]
    [InlineData("*", "a/b", true)]
    [InlineData("%", "a", true)]
    [InlineData("%", "a/b", false)]
    [InlineData("a/%", "a/b", true)]
    [InlineData("a/%", "a/b/c", false)]
    [InlineData("%/%", "a/b", true)]
    [InlineData("*c", "a/b/c", true)]
    [InlineData("a%c", "abc", true)]
    [InlineData("a%c", "a/c", false)]
    [InlineData("a*c", "a/c", true)]
    [InlineData("a**%%c", "ac", true)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("a", "A", false)]
    [InlineData("inbox", "INBOX", true)]
    [InlineData("in%", "INBOX", true)]
    [InlineData("b", "ab", false)]
    [InlineData("a", "ab", false)]
    public void Matches(string pattern, string name, bool matches) =>
        Assert.Equal(matches, MailboxPattern.Matches(pattern, name, '/'));

    [Fact]
    public void Many_wildcards_cost_no_more_than_their_number()
    {
        var pattern = string.Concat(Enumerable.Repeat("*a", 500)) + "b";

        Assert.False(MailboxPattern.Matches(pattern, new string('a', 1000), '/'));
    }
}

namespace Rockdove.Smtp.Tests;

public class MailboxTests
{
    [Theory]
    [InlineData("john@test", "john", "test")]
    [InlineData("\"john doe\"@test", "john doe", "test")]
    [InlineData("\"a\\\"b\"@test", "a\"b", "test")]
    [InlineData("\"a\\b\"@test", "ab", "test")]
    [InlineData("\"a@b\"@test", "a@b", "test")]
    [InlineData("\"\"@test", "", "test")]
    [InlineData("é@例子.example", "é", "例子.example")]
    [InlineData("u@[IPv6:::1]", "u", "[IPv6:::1]")]
    public void The_local_part_means_what_is_inside_the_quotes(string address, string localPart, string domain)
    {
        var mailbox = Mailbox.Parse(address);
        Assert.Equal((localPart, domain, address), (mailbox.LocalPart, mailbox.Domain, mailbox.Address));
    }

    [Theory]
    [InlineData("john")]
    [InlineData("@test")]
    [InlineData("john@")]
    [InlineData("john doe@test")]
    [InlineData("a..b@test")]
    [InlineData("\"a@test")]
    [InlineData("a\0b@test")]
    [InlineData("a\r\nb@test")]
    [InlineData("u@[127.0.0.256]")]
    public void What_is_no_address_is_not_taken(string text)
    {
        Assert.False(Mailbox.TryParse(text, out _));
        Assert.Throws<FormatException>(() => Mailbox.Parse(text));
    }

    [Fact]
    public void Two_are_equal_when_they_mean_the_same()
    {
        Assert.Equal(Mailbox.Parse("john@Test"), Mailbox.Parse("\"john\"@tesT"));
        Assert.Equal(Mailbox.Parse("john@Test").GetHashCode(), Mailbox.Parse("\"john\"@tesT").GetHashCode());
        Assert.NotEqual(Mailbox.Parse("john@test"), Mailbox.Parse("John@test"));
        Assert.NotEqual(Mailbox.Parse("john@test"), Mailbox.Parse("john@test.example"));
    }
}

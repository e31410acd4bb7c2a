namespace Rockdove.Smtp.Tests;

public sealed class SmtpCapabilitiesTests
{
    [Fact]
    public void Keywords_are_known_in_any_case_with_their_parameters()
    {
        var capabilities = Parse("pipelining", "XFOO  a b ", "8BitMime");
        Assert.True(capabilities.Offers("PIPELINING"));
        Assert.True(capabilities.Offers("8BITMIME"));
        Assert.Equal("a b", capabilities.Keywords["xfoo"]);
        Assert.False(capabilities.Offers("mx.test"));
    }

    [Fact]
    public void The_first_line_offers_nothing() => Assert.Empty(Parse().Keywords);

    [Theory]
    [InlineData("SIZE 1000", 1000L)]
    [InlineData("size 9223372036854775807", long.MaxValue)]
    [InlineData("SIZE", null)]
    [InlineData("SIZE 0", null)]
    [InlineData("SIZE -1", null)]
    [InlineData("SIZE abc", null)]
    [InlineData("SIZE 99999999999999999999", null)]
    public void A_size_is_a_limit_when_it_is_a_number(string line, long? limit)
    {
        var capabilities = Parse(line);
        Assert.True(capabilities.Offers("SIZE"));
        Assert.Equal(limit, capabilities.MessageBytesLimit);
    }

    [Theory]
    [InlineData("AUTH PLAIN LOGIN")]
    [InlineData("AUTH=PLAIN LOGIN")]
    [InlineData("auth plain login")]
    [InlineData("AUTH=PLAIN LOGIN|AUTH PLAIN LOGIN")]
    [InlineData("AUTH PLAIN|AUTH=LOGIN")]
    [InlineData("AUTH =PLAIN  =LOGIN")]
    [InlineData("AUTH PLAIN b@d LOGIN THIS-NAME-IS-LONGER-THAN-SASL-ALLOWS")]
    public void Mechanisms_are_found_in_both_forms(string lines)
    {
        var capabilities = Parse(lines.Split('|'));
        Assert.Equal(["PLAIN", "LOGIN"], capabilities.AuthMechanisms);
        Assert.True(capabilities.Offers("AUTH"));
    }

    [Fact]
    public void Limits_are_numbers()
    {
        var capabilities = Parse("LIMITS MAILMAX=5 RCPTMAX=100 RCPTDOMAINMAX=1 FOO=bar BAR= =3 ZERO=0 NEG=-1");
        Assert.Equal((5, 100), (capabilities.TransactionsLimit, capabilities.RecipientsLimit));
        Assert.Equal(["MAILMAX", "RCPTMAX", "RCPTDOMAINMAX"], capabilities.Limits.Keys);
    }

    [Fact]
    public void Limits_that_are_not_stated_are_not_there()
    {
        var capabilities = Parse("LIMITS", "PIPELINING");
        Assert.Null(capabilities.TransactionsLimit);
        Assert.Null(capabilities.RecipientsLimit);
    }

    [Fact]
    public void Lines_that_hold_no_keyword_are_left_out() =>
        Assert.Equal(["HELP"], Parse("", " ", "=", "X=Y", "Wélcome to us", "!", "HELP").Keywords.Keys);

    private static SmtpCapabilities Parse(params string[] lines) =>
        SmtpCapabilities.Parse(new SmtpResponse(250, ["mx.test says hello", .. lines]));
}

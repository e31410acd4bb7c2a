namespace Rockdove.Mock.Tests;

/// <summary>The tests of go-smtp-mock's HELO and EHLO, by their names.</summary>
public class HeloTests
{
    [Theory]
    [InlineData("HELO example.com", "250 Received")]
    [InlineData("HELO", "501 HELO requires domain address or valid address literal")]
    [InlineData("HELO bad.example.com", "421 Service not available")]
    public void TestHandlerHeloRun(string line, string reply)
    {
        var talk = new GoTalk(new() { BlacklistedHeloDomains = ["bad.example.com"] });

        Assert.Equal(reply, talk.Say(line));

        Assert.Equal((line, reply, reply[0] == '2'),
            (talk.Message.HeloRequest, talk.Message.HeloResponse, talk.Message.Helo));
    }

    [Fact]
    public void TestHandlerHeloClearMessage()
    {
        var talk = new GoTalk().AfterMessage().After("NOOP", GoTalk.Helo);

        Assert.Equal(
            new GoSmtpMockMessage { HeloRequest = GoTalk.Helo, HeloResponse = "250 Received", Helo = true }.ToString(),
            talk.Message.ToString());
        Assert.Empty(talk.Message.RcpttoRequestResponse);
    }

    [Theory]
    [InlineData("EHLO example.com", true)]
    [InlineData("EHLO example", false)]
    public void TestHandlerHeloWriteResult(string line, bool isGood)
    {
        var talk = new GoTalk();
        var verdict = talk.Weigh(line);
        talk.Say(line);

        Assert.Equal((isGood, true), (verdict.IsGood, verdict.CountsAsFailure));
        Assert.Equal((line, verdict.Reply, isGood),
            (talk.Message.HeloRequest, talk.Message.HeloResponse, talk.Message.Helo));
    }

    [Theory]
    [InlineData("HELO name.zone42", false)]
    [InlineData("HELO 999.999.999.999", false)]
    [InlineData("HELO [999.999.999.999]", false)]
    [InlineData("HELO [1.2.3.4", false)]
    [InlineData("HELO 1.2.3.4]", false)]
    [InlineData("HELO example.com", true)]
    [InlineData("HELO localhost", true)]
    [InlineData("HELO 1.2.3.4", true)]
    [InlineData("HELO [1.2.3.4]", true)]
    public void TestHandlerHeloIsInvalidCmdArg(string line, bool isGood) =>
        Assert.Equal(isGood, GoSmtpMockGrammar.TryReadHelo(line, out _));

    [Theory]
    [InlineData("EHLO example.com", "example.com")]
    [InlineData("EHLO localhost", "localhost")]
    [InlineData("EHLO name.42", null)]
    public void TestHandlerHeloHeloDomain(string line, string? domain) =>
        Assert.Equal(domain, GoSmtpMockGrammar.TryReadHelo(line, out var found) ? found : null);

    [Theory]
    [InlineData("example.com", "421 Service not available")]
    [InlineData("another.com", "250 Received")]
    public void TestHandlerHeloIsBlacklistedDomain(string listed, string reply) =>
        Assert.Equal(reply, new GoTalk(new() { BlacklistedHeloDomains = [listed] }).Say("HELO example.com"));

    [Theory]
    [InlineData("EHLO name.zone42", false, "501")]
    [InlineData("EHLO example.com", false, "250")]
    [InlineData("EHLO localhost", false, "250")]
    [InlineData("EHLO 1.2.3.4", false, "250")]
    [InlineData("EHLO [1.2.3.4]", false, "250")]
    [InlineData("EHLO example.com", true, "421")]
    [InlineData("EHLO localhost", true, "421")]
    [InlineData("EHLO 1.2.3.4", true, "421")]
    [InlineData("EHLO [1.2.3.4]", true, "421")]
    public void TestHandlerHeloIsInvalidRequest(string line, bool isListed, string code)
    {
        var talk = new GoTalk(new() { BlacklistedHeloDomains = isListed ? [line[5..]] : [] });
        Assert.StartsWith(code, talk.Say(line), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HELO foo", false)]
    [InlineData("HELO a_b.example.com", false)]
    [InlineData("HELO xn--mnchen-3ya.de", false)]
    [InlineData("HELO a..b.com", false)]
    [InlineData("HELO -a.com", false)]
    [InlineData("HELO [IPv6:::1]", false)]
    [InlineData("HELO example.c", false)]
    [InlineData("HELO  example.com", false)]
    [InlineData("HELO example.com x", false)]
    [InlineData("HELO 1.2.3", false)]
    [InlineData("HELO 1.2.3.0256", false)]
    [InlineData("HELO münchen.de", true)]
    [InlineData("HELO a-b.c-d.co", true)]
    [InlineData("HELO LOCALHOST", true)]
    [InlineData("helo Example.COM", true)]
    [InlineData("HELO 001.002.003.255", true)]
    public void Its_names_are_not_those_of_the_standard(string line, bool isGood) =>
        Assert.Equal(isGood, GoSmtpMockGrammar.TryReadHelo(line, out _));

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    [InlineData(2, true)]
    [InlineData(1, false)]
    public void The_last_label_has_2_to_63_letters(int letters, bool isGood) =>
        Assert.Equal(isGood, GoSmtpMockGrammar.IsDomain("a." + new string('b', letters)));
}

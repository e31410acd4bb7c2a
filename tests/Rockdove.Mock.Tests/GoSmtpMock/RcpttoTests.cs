namespace Rockdove.Mock.Tests;

/// <summary>The tests of go-smtp-mock's RCPT TO, by their names.</summary>
public class RcpttoTests
{
    [Theory]
    [InlineData(true, "RCPT TO: user@example.com", "250 Received")]
    [InlineData(false, "RCPT TO: user@example.com",
        "503 Bad sequence of commands. RCPT TO should be used after MAIL FROM")]
    [InlineData(true, "RCPT TO: user@example", "501 RCPT TO requires valid email address")]
    [InlineData(true, "RCPT TO: bad@example.com", "421 Service not available")]
    [InlineData(true, "RCPT TO: gone@example.com", "550 User not found")]
    public void TestHandlerRcpttoRun(bool hasMail, string line, string reply)
    {
        var talk = new GoTalk(Lists).After(hasMail ? [GoTalk.Helo, GoTalk.Mail] : [GoTalk.Helo]);

        Assert.Equal(reply, talk.Say(line));

        Assert.Equal([new GoSmtpMockExchange(line, reply)], talk.Message.RcpttoRequestResponse);
        Assert.Equal(reply[0] == '2', talk.Message.Rcptto);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 3)]
    public void TestHandlerRcpttoClearMessage(bool keepsAll, int kept)
    {
        var talk = new GoTalk(new() { MultipleRcptto = keepsAll });
        talk.AfterMessage().After(GoTalk.Rcpt, GoTalk.Rcpt);

        Assert.Equal(kept, talk.Message.RcpttoRequestResponse.Count);
        Assert.Equal((keepsAll, keepsAll), (talk.Message.Data, talk.Message.Msg));
        Assert.Equal((true, true), (talk.Message.Helo, talk.Message.Mailfrom));
    }

    [Theory]
    [InlineData(false, "", GoTalk.Rcpt, true)]
    [InlineData(true, GoTalk.Rcpt, "RCPT TO:<gone@example.com>", true)]
    [InlineData(true, "RCPT TO:<bad@example.com>", "RCPT TO:<gone@example.com>", false)]
    [InlineData(false, GoTalk.Rcpt, "RCPT TO:<gone@example.com>", false)]
    [InlineData(false, "RCPT TO:<bad@example.com>", "RCPT TO:<gone@example.com>", false)]
    public void TestHandlerRcpttoResolveMessageStatus(bool keepsAll, string earlier, string line, bool isGood)
    {
        var talk = new GoTalk(Lists with { MultipleRcptto = keepsAll }).After(GoTalk.Helo, GoTalk.Mail);
        talk.After(earlier.Length > 0 ? [earlier, line] : [line]);

        Assert.Equal(isGood, talk.Message.Rcptto);
        Assert.StartsWith(isGood ? "354" : "503", talk.Say("DATA"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, GoTalk.Rcpt, 1)]
    [InlineData(false, "RCPT TO:<bad@example.com>", 1)]
    [InlineData(true, GoTalk.Rcpt, 2)]
    [InlineData(true, "RCPT TO:<bad@example.com>", 2)]
    [InlineData(true, "RCPT TO:<", 2)]
    public void TestHandlerRcpttoWriteResult(bool keepsAll, string line, int pairs)
    {
        var talk = new GoTalk(Lists with { MultipleRcptto = keepsAll });
        talk.After(GoTalk.Helo, GoTalk.Mail, "RCPT TO:<first@example.com>");
        var verdict = talk.Weigh(line);

        Assert.Equal((line == GoTalk.Rcpt, true), (verdict.IsGood, verdict.CountsAsFailure));
        var reply = talk.Say(line);
        Assert.Equal(pairs, talk.Message.RcpttoRequestResponse.Count);
        Assert.Equal(new GoSmtpMockExchange(line, reply), talk.Message.RcpttoRequestResponse[^1]);
    }

    [Theory]
    [InlineData("HELO example", "MAIL FROM:<a@example.com>", "503")]
    [InlineData("HELO example.com", "MAIL FROM:<>", "503")]
    [InlineData("HELO example.com", "MAIL FROM:<a@example.com>", "250")]
    public void TestHandlerRcpttoIsInvalidCmdSequence(string helo, string mail, string code) =>
        Assert.StartsWith(code, new GoTalk().After(helo, mail).Say(GoTalk.Rcpt), StringComparison.Ordinal);

    [Theory]
    [InlineData("RCPT TO: email@invalid", false)]
    [InlineData("RCPT TO: email@example.com", true)]
    [InlineData("RCPT TO:email@example.com", true)]
    [InlineData("RCPT TO: <email@example.com>", true)]
    [InlineData("RCPT TO:<email@example.com>", true)]
    [InlineData("RCPT TO:<email@localhost>", true)]
    public void TestHandlerRcpttoIsInvalidCmdArg(string line, bool isGood) =>
        Assert.Equal(isGood, GoSmtpMockGrammar.TryReadAddress(line, "RCPT TO:", out _));

    [Theory]
    [InlineData("user@example.com", "user@example.com")]
    [InlineData("<user@example.com>", "user@example.com")]
    [InlineData("John Doe <user@example.com>", "user@example.com")]
    [InlineData("user@example", null)]
    [InlineData("user@example.com@example.org", null)]
    [InlineData("user+tag@example.com", "user+tag@example.com")]
    [InlineData("<.!#$%&'*+-/=?^_`{|}~@example.com>", ".!#$%&'*+-/=?^_`{|}~@example.com")]
    public void TestHandlerRcpttoRcpttoEmail(string path, string? address) => Assert.Equal(
        address, GoSmtpMockGrammar.TryReadAddress($"RCPT TO:{path}", "RCPT TO:", out var found) ? found : null);

    [Theory]
    [InlineData("to@example.com", "421 Service not available")]
    [InlineData("another@example.com", "250 Received")]
    public void TestHandlerRcpttoIsBlacklistedEmail(string listed, string reply) => Assert.Equal(
        reply,
        new GoTalk(new() { BlacklistedRcpttoEmails = [listed] }).After(GoTalk.Helo, GoTalk.Mail).Say(GoTalk.Rcpt));

    [Theory]
    [InlineData("to@example.com", "550 User not found")]
    [InlineData("another@example.com", "250 Received")]
    public void TestHandlerRcpttoIsNotRegisteredEmail(string listed, string reply) => Assert.Equal(
        reply,
        new GoTalk(new() { NotRegisteredEmails = [listed] }).After(GoTalk.Helo, GoTalk.Mail).Say(GoTalk.Rcpt));

    [Theory]
    [InlineData(false, "RCPT TO:<bad@example.>", "503")] // The order of commands goes before the argument,
    [InlineData(true, "RCPT TO:<bad@example.>", "501")] // that before the blacklist,
    [InlineData(true, "RCPT TO:<bad@example.com>", "421")] // and that before who is not registered.
    [InlineData(true, "RCPT TO:<gone@example.com>", "550")]
    [InlineData(true, "RCPT TO:<good@example.com>", "250")]
    public void TestHandlerRcpttoIsInvalidRequest(bool hasMail, string line, string code)
    {
        var talk = new GoTalk(new()
        {
            BlacklistedRcpttoEmails = ["bad@example.com"],
            NotRegisteredEmails = ["bad@example.com", "gone@example.com"],
        });
        talk.After(hasMail ? [GoTalk.Helo, GoTalk.Mail] : [GoTalk.Helo]);
        Assert.StartsWith(code, talk.Say(line), StringComparison.Ordinal);
    }

    [Fact]
    public void A_thousand_recipients_are_kept_and_one_more_is_refused()
    {
        var talk = new GoTalk(new() { MultipleRcptto = true }).After(GoTalk.Helo, GoTalk.Mail);
        for (var i = 0; i < GoSmtpMockDialogue.MostRecipients; i++)
            Assert.Equal("250 Received", talk.Say($"RCPT TO:<to{i}@example.com>"));

        Assert.Equal("452 Too many recipients", talk.Say(GoTalk.Rcpt));
        Assert.Equal(1000, talk.Message.RcpttoRequestResponse.Count);
    }

    private static readonly GoSmtpMockProfile Lists = new()
    {
        BlacklistedRcpttoEmails = ["bad@example.com"],
        NotRegisteredEmails = ["gone@example.com"],
    };
}

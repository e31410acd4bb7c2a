namespace Rockdove.Mock.Tests;

/// <summary>The tests of go-smtp-mock's MAIL FROM, by their names.</summary>
public class MailfromTests
{
    [Theory]
    [InlineData(true, "MAIL FROM: user@example.com", "250 Received")]
    [InlineData(false, "MAIL FROM: user@example.com",
        "503 Bad sequence of commands. MAIL FROM should be used after HELO")]
    [InlineData(true, "MAIL FROM: user@example", "501 MAIL FROM requires valid email address")]
    [InlineData(true, "MAIL FROM: bad@example.com", "421 Service not available")]
    public void TestHandlerMailfromRun(bool isGreeted, string line, string reply)
    {
        var talk = new GoTalk(new() { BlacklistedMailfromEmails = ["bad@example.com"] });
        talk.After(isGreeted ? [GoTalk.Helo] : []);

        Assert.Equal(reply, talk.Say(line));

        Assert.Equal((line, reply, reply[0] == '2'),
            (talk.Message.MailfromRequest, talk.Message.MailfromResponse, talk.Message.Mailfrom));
    }

    [Fact]
    public void TestHandlerMailfromClearMessage()
    {
        var talk = new GoTalk().AfterMessage().After(GoTalk.Mail);

        Assert.Equal((GoTalk.Helo, "250 Received", true),
            (talk.Message.HeloRequest, talk.Message.HeloResponse, talk.Message.Helo));
        Assert.Equal((false, false, false), (talk.Message.Rcptto, talk.Message.Data, talk.Message.Msg));
        Assert.Empty(talk.Message.RcpttoRequestResponse);
        Assert.Equal("", talk.Message.MsgRequest);
    }

    [Theory]
    [InlineData("MAIL FROM:<user@example.com>", true)]
    [InlineData("MAIL FROM:<user@>", false)]
    public void TestHandlerMailfromWriteResult(string line, bool isGood)
    {
        var talk = new GoTalk().After(GoTalk.Helo);
        var verdict = talk.Weigh(line);
        talk.Say(line);

        Assert.Equal((isGood, true), (verdict.IsGood, verdict.CountsAsFailure));
        Assert.Equal((line, verdict.Reply, isGood),
            (talk.Message.MailfromRequest, talk.Message.MailfromResponse, talk.Message.Mailfrom));
    }

    [Theory]
    [InlineData("HELO example", "503")]
    [InlineData("HELO example.com", "250")]
    public void TestHandlerMailfromIsInvalidCmdSequence(string helo, string code) =>
        Assert.StartsWith(code, new GoTalk().After(helo).Say(GoTalk.Mail), StringComparison.Ordinal);

    [Theory]
    [InlineData("MAIL FROM: email@invalid", false)]
    [InlineData("MAIL FROM: email@example.com", true)]
    [InlineData("MAIL FROM:email@example.com", true)]
    [InlineData("MAIL FROM: <email@example.com>", true)]
    [InlineData("MAIL FROM:<email@example.com>", true)]
    [InlineData("MAIL FROM:<email@localhost>", true)]
    public void TestHandlerMaifromIsInvalidCmdArg(string line, bool isGood) =>
        Assert.Equal(isGood, GoSmtpMockGrammar.TryReadAddress(line, "MAIL FROM:", out _));

    [Theory]
    [InlineData("user@example.com", "user@example.com")]
    [InlineData("<user@example.com>", "user@example.com")]
    [InlineData("John Doe <user@example.com>", "user@example.com")]
    [InlineData("<John Doe user@example.com>", "user@example.com")]
    [InlineData("Jöhn 2<user@example.com>", "user@example.com")]
    [InlineData("user@example", null)]
    [InlineData("user@example.com@example.org", null)]
    [InlineData("user+tag@example.com", "user+tag@example.com")]
    [InlineData(".!#$%&'*+-/=?^_`{|}~@example.com", ".!#$%&'*+-/=?^_`{|}~@example.com")]
    [InlineData("<.!#$%&'*+-/=?^_`{|}~@example.com>", ".!#$%&'*+-/=?^_`{|}~@example.com")]
    [InlineData("John <.!#$%&'*+-/=?^_`{|}~@example.com>", ".!#$%&'*+-/=?^_`{|}~@example.com")]
    public void TestHandlerMailfromMailfromEmail(string path, string? address) =>
        Assert.Equal(
            address, GoSmtpMockGrammar.TryReadAddress($"MAIL FROM:{path}", "MAIL FROM:", out var found) ? found : null);

    [Theory]
    [InlineData("from@example.com", "421 Service not available")]
    [InlineData("another@example.com", "250 Received")]
    public void TestHandlerHeloIsBlacklistedEmail(string listed, string reply) => Assert.Equal(
        reply, new GoTalk(new() { BlacklistedMailfromEmails = [listed] }).After(GoTalk.Helo).Say(GoTalk.Mail));

    [Theory]
    [InlineData(false, "MAIL FROM:<bad@example.>", "503")] // The order of commands goes before the argument,
    [InlineData(true, "MAIL FROM:<bad@example.>", "501")] // the argument before the list.
    [InlineData(true, "MAIL FROM:<bad@example.com>", "421")]
    [InlineData(true, "MAIL FROM:<good@example.com>", "250")]
    public void TestHandlerMailfromIsInvalidRequest(bool isGreeted, string line, string code)
    {
        var talk = new GoTalk(new() { BlacklistedMailfromEmails = ["bad@example.com", "bad@example."] });
        Assert.StartsWith(code, talk.After(isGreeted ? [GoTalk.Helo] : []).Say(line), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<>")]
    [InlineData("<\"a b\"@example.com>")]
    [InlineData("<@a.com:user@example.com>")]
    [InlineData("<user@[1.2.3.4]>")]
    [InlineData("<üser@example.com>")]
    [InlineData("<user@example.com> SIZE=10")]
    [InlineData("<user@example.com> BODY=8BITMIME")]
    [InlineData("<user@xn--mnchen-3ya.de>")]
    [InlineData("John, <user@example.com>")]
    public void What_the_standard_allows_is_refused(string path) =>
        Assert.StartsWith("501", new GoTalk().After(GoTalk.Helo).Say($"MAIL FROM:{path}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("user@example.com>>>")]
    [InlineData("<<user@example.com")]
    [InlineData("<a..b.@example.com>")]
    [InlineData("<user@münchen.de>")]
    public void What_the_standard_refuses_is_taken(string path) =>
        Assert.Equal("250 Received", new GoTalk().After(GoTalk.Helo).Say($"mail from:  {path}"));

    [Fact]
    public void A_list_knows_upper_case_from_lower() => Assert.Equal(
        "250 Received",
        new GoTalk(new() { BlacklistedMailfromEmails = ["bl@d.co"] }).After(GoTalk.Helo).Say("MAIL FROM:<BL@d.co>"));

    [Fact]
    public void A_failed_mail_takes_the_good_one_before_with_it() => Assert.StartsWith(
        "503",
        new GoTalk().After(GoTalk.Helo, GoTalk.Mail, "MAIL FROM:<>").Say(GoTalk.Rcpt),
        StringComparison.Ordinal);
}

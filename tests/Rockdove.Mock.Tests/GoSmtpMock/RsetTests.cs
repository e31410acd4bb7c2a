namespace Rockdove.Mock.Tests;

/// <summary>The tests of go-smtp-mock's RSET, NOOP and QUIT, by their names.</summary>
public class RsetTests
{
    [Theory]
    [InlineData(GoTalk.Helo, "RSET", "250 Ok")]
    [InlineData("HELO example", "RSET", "503 Bad sequence of commands. HELO should be the first")]
    [InlineData(GoTalk.Helo, "RSET x", Unrecognized)]
    public void TestHandlerRsetRun(string helo, string line, string reply)
    {
        var talk = new GoTalk().After(helo);

        Assert.Equal(reply, talk.Say(line));

        Assert.Equal((line, reply, reply[0] == '2'),
            (talk.Message.RsetRequest, talk.Message.RsetResponse, talk.Message.Rset));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TestHandlerRsetClearMessage(bool keepsAll)
    {
        var talk = new GoTalk(new() { MultipleMessageReceiving = keepsAll }).AfterMessage().After("RSET");

        Assert.Equal((true, true), (talk.Message.Helo, talk.Message.Rset));
        Assert.Equal(
            (keepsAll, keepsAll, keepsAll, keepsAll),
            (talk.Message.Mailfrom, talk.Message.Rcptto, talk.Message.Data, talk.Message.Msg));
    }

    [Theory]
    [InlineData("RSET", true)]
    [InlineData("RSET 1", false)]
    public void TestHandlerRsetWriteResult(string line, bool isGood)
    {
        var talk = new GoTalk().After(GoTalk.Helo);
        var verdict = talk.Weigh(line);
        talk.Say(line);

        Assert.Equal((isGood, true), (verdict.IsGood, verdict.CountsAsFailure));
        Assert.Equal((line, verdict.Reply, isGood),
            (talk.Message.RsetRequest, talk.Message.RsetResponse, talk.Message.Rset));
    }

    [Theory]
    [InlineData("HELO example", "503")]
    [InlineData(GoTalk.Helo, "250")]
    public void TestHandlerRsetIsInvalidCmdSequence(string helo, string code) =>
        Assert.StartsWith(code, new GoTalk().After(helo).Say("RSET"), StringComparison.Ordinal);

    [Theory]
    [InlineData("RSET ", Unrecognized)]
    [InlineData("rset", "250 Ok")]
    public void TestHandlerRsetIsInvalidCmdArg(string line, string reply) =>
        Assert.Equal(reply, new GoTalk().After(GoTalk.Helo).Say(line));

    [Theory]
    [InlineData("HELO example", "RSET 1", "503")]
    [InlineData(GoTalk.Helo, "RSET 1", "502")]
    [InlineData(GoTalk.Helo, "RSET", "250")]
    public void TestHandlerRsetIsInvalidRequest(string helo, string line, string code) =>
        Assert.StartsWith(code, new GoTalk().After(helo).Say(line), StringComparison.Ordinal);

    [Theory]
    [InlineData("NOOP", true)]
    [InlineData("NOOP x", false)]
    public void TestHandlerNoopRun(string line, bool isGood)
    {
        var talk = new GoTalk();
        Assert.Equal(isGood ? "250 Ok" : Unrecognized, talk.Say(line));
        Assert.Equal(isGood, talk.Message.Noop);
    }

    [Theory]
    [InlineData("NOOP ", false)]
    [InlineData("noop", true)]
    public void TestHandlerNoopIsInvalidRequest(string line, bool isGood) =>
        Assert.Equal(isGood, new GoTalk().Weigh(line).IsGood);

    [Theory]
    [InlineData("QUIT", true)]
    [InlineData("QUIT now", false)]
    public void TestHandlerQuitRun(string line, bool isGood)
    {
        var talk = new GoTalk();
        Assert.Equal(isGood ? "221 Closing connection" : Unrecognized, talk.Say(line));
        Assert.Equal(isGood, talk.Message.QuitSent);
    }

    [Theory]
    [InlineData("QUIT ", false)]
    [InlineData("quit", true)]
    public void TestHandlerQuitIsInvalidRequest(string line, bool isGood) =>
        Assert.Equal(isGood, new GoTalk().Weigh(line).IsGood);

    private const string Unrecognized =
        "502 Command unrecognized. Available commands: HELO, EHLO, MAIL FROM:, RCPT TO:, DATA, RSET, NOOP, QUIT";
}

namespace Rockdove.Mock.Tests;

/// <summary>The tests of go-smtp-mock's DATA and of the message that follows, by their names.</summary>
public class DataTests
{
    [Theory]
    [InlineData("DATA", true, "354 Ready for receive message. End data with <CR><LF>.<CR><LF>")]
    [InlineData("DATA", false, "503 Bad sequence of commands. DATA should be used after RCPT TO")]
    [InlineData("DATA now", true,
        "502 Command unrecognized. Available commands: HELO, EHLO, MAIL FROM:, RCPT TO:, DATA, RSET, NOOP, QUIT")]
    public void TestHandlerDataRun(string line, bool hasRcpt, string reply)
    {
        var talk = new GoTalk().After(GoTalk.Helo, GoTalk.Mail).After(hasRcpt ? [GoTalk.Rcpt] : []);

        Assert.Equal(reply, talk.Say(line));

        Assert.Equal((line, reply, reply[0] == '3'),
            (talk.Message.DataRequest, talk.Message.DataResponse, talk.Message.Data));
    }

    [Fact]
    public void TestHandlerDataClearMessage()
    {
        var talk = new GoTalk().AfterMessage().After("DATA");

        Assert.Equal((true, true, true), (talk.Message.Helo, talk.Message.Mailfrom, talk.Message.Rcptto));
        Assert.Equal((false, "", ""), (talk.Message.Msg, talk.Message.MsgRequest, talk.Message.MsgResponse));
    }

    [Fact]
    public async Task TestHandlerDataProcessIncomingMessage()
    {
        await using var server = await GoServer.StartAsync();
        await using var client = MockClient.InMemory(server);

        Assert.Equal("250 Received", await client.GoMailAsync("DATA\r\nRSET\r\n"));
        Assert.Equal("DATA\r\nRSET\r\n", server.Sessions[0].GoSmtpMockMessages[0].MsgRequest);
    }

    [Theory]
    [InlineData("DATA", true)]
    [InlineData("DATA 1", false)]
    public void TestHandlerDataWriteResult(string line, bool isGood)
    {
        var talk = new GoTalk().After(GoTalk.Helo, GoTalk.Mail, GoTalk.Rcpt);
        var verdict = talk.Weigh(line);
        talk.Say(line);

        Assert.Equal((isGood, true), (verdict.IsGood, verdict.CountsAsFailure));
        Assert.Equal((line, verdict.Reply, isGood),
            (talk.Message.DataRequest, talk.Message.DataResponse, talk.Message.Data));
    }

    [Theory]
    [InlineData("HELO example", GoTalk.Mail, GoTalk.Rcpt, "503")]
    [InlineData(GoTalk.Helo, "MAIL FROM:<>", GoTalk.Rcpt, "503")]
    [InlineData(GoTalk.Helo, GoTalk.Mail, "RCPT TO:<>", "503")]
    [InlineData(GoTalk.Helo, GoTalk.Mail, GoTalk.Rcpt, "354")]
    public void TestHandlerDataIsInvalidCmdSequence(string helo, string mail, string rcpt, string code) =>
        Assert.StartsWith(code, new GoTalk().After(helo, mail, rcpt).Say("DATA"), StringComparison.Ordinal);

    [Theory]
    [InlineData("DATA:", "502")]
    [InlineData("data", "354")]
    public void TestHandlerDataIsInvalidCmd(string line, string code) => Assert.StartsWith(
        code, new GoTalk().After(GoTalk.Helo, GoTalk.Mail, GoTalk.Rcpt).Say(line), StringComparison.Ordinal);

    [Theory]
    [InlineData(false, "DATA 1", "503")] // The order of commands goes before the argument.
    [InlineData(true, "DATA 1", "502")]
    [InlineData(true, "DATA", "354")]
    public void TestHandlerDataIsInvalidRequest(bool hasRcpt, string line, string code)
    {
        var talk = new GoTalk().After(GoTalk.Helo, GoTalk.Mail).After(hasRcpt ? [GoTalk.Rcpt] : []);
        Assert.StartsWith(code, talk.Say(line), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cut", "", "", false)]
    [InlineData("1", "", "552 Message exceeded max size of 1 bytes", false)]
    [InlineData("0", ".dots\r\nare taken\r\n", "250 Received", true)]
    public async Task TestHandlerMessageRun(string limit, string request, string response, bool isGood)
    {
        await using var server = await GoServer.StartAsync(new() { MsgSizeLimit = limit == "1" ? 1 : 0 });
        await using (var client = MockClient.InMemory(server))
        {
            await client.GoToDataAsync();
            await client.SendAsync("..dots\r\nare taken\r\n");
            if (limit != "cut")
                Assert.Equal(response, await client.AskAsync("."));
        }

        var message = server.Sessions[0].GoSmtpMockMessages[0];
        Assert.Equal((request, response, isGood), (message.MsgRequest, message.MsgResponse, message.Msg));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(4, false)]
    public void TestHandlerMessageWriteResult(int limit, bool isGood)
    {
        var talk = new GoTalk(new() { MsgSizeLimit = limit }).After(GoTalk.Helo, GoTalk.Mail, GoTalk.Rcpt, "DATA");
        var reply = talk.Send("12345");

        Assert.StartsWith(isGood ? "250" : "552", reply, StringComparison.Ordinal);
        Assert.Equal((isGood ? "12345" : "", reply, isGood),
            (talk.Message.MsgRequest, talk.Message.MsgResponse, talk.Message.Msg));
    }

    [Theory]
    [InlineData(7, "250 Received")]
    [InlineData(6, "552 Message exceeded max size of 6 bytes")]
    public async Task The_limit_counts_line_ends_and_not_the_added_dot(int limit, string reply)
    {
        await using var server = await GoServer.StartAsync(new() { MsgSizeLimit = limit });
        await using var client = MockClient.InMemory(server);

        Assert.Equal(reply, await client.GoMailAsync("..2345\r\n"));
        Assert.Equal("250 Ok", await client.AskAsync("NOOP"));
    }
}

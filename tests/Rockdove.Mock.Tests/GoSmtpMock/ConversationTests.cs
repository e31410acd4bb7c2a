using System.Buffers;
using System.Text;
using Rockdove.Testing;
using Rockdove.Wire;

namespace Rockdove.Mock.Tests;

/// <summary>The tests of go-smtp-mock's sessions, by their names, and what its engine must do for every cut.</summary>
public class ConversationTests
{
    [Theory]
    [InlineData(false, "2\r\n")]
    [InlineData(true, "1\r\n|2\r\n")]
    public async Task TestServerHandleSession(bool keepsAll, string messages)
    {
        await using var server = await GoServer.StartAsync(new() { MultipleMessageReceiving = keepsAll });
        await using var client = await MockClient.ConnectAsync(server);
        Assert.Equal("250 Received", await client.GoMailAsync("1\r\n"));
        foreach (var line in (string[])["RSET", GoTalk.Mail, GoTalk.Rcpt])
            Assert.StartsWith("250 ", await client.AskAsync(line), StringComparison.Ordinal);
        await client.AskAsync("DATA");
        Assert.Equal("250 Received", await client.AskAsync("2\r\n."));
        Assert.Equal("221 Closing connection", await client.AskAsync("QUIT"));
        Assert.Null(await client.ReadLineAsync());

        var kept = server.Sessions[0].GoSmtpMockMessages;
        Assert.Equal(messages, string.Join('|', kept.Select(message => message.MsgRequest)));
        Assert.All(kept, message => Assert.True(message.IsConsistent));
        Assert.Equal((true, keepsAll), (kept[^1].QuitSent, kept[0].Rset));
        Assert.Equal(["1\r\n", "2\r\n"], server.Messages.Select(message => message.Text));
    }

    [Theory]
    [InlineData("not implemented command", true, "502 ", false)]
    [InlineData("HELO example", true, "501 ", true)]
    public async Task TestServerHandleSession_FailFast(string line, bool failsFast, string code, bool ends)
    {
        await using var server = await GoServer.StartAsync(new() { IsCmdFailFast = failsFast });
        await using var client = await MockClient.ConnectAsync(server);
        await client.ReadReplyAsync();

        await client.SayAsync(line, "QUIT");

        Assert.StartsWith(code, await client.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Equal(ends ? null : "221 Closing connection", await client.ReadLineAsync());
        Assert.Null(await client.ReadLineAsync());
    }

    [Fact]
    public async Task TestServerHandleSession_Stop()
    {
        await using var server = await GoServer.StartAsync();
        await using var client = await MockClient.ConnectAsync(server);
        await client.ReadReplyAsync();

        var stop = server.DisposeAsync();

        Assert.Equal("421 Service not available", await client.ReadLineAsync());
        Assert.Null(await client.ReadLineAsync());
        await stop;
    }

    [Fact]
    public async Task TestServerHandleSession_ReadError()
    {
        await using var server = await GoServer.StartAsync();
        await using (var client = await MockClient.ConnectAsync(server))
            await client.ReadReplyAsync();
        await server.DisposeAsync();

        Assert.True(server.Sessions[0].HasEnded);
        Assert.Equal(new GoSmtpMockMessage().ToString(), server.Sessions[0].GoSmtpMockMessages.Single().ToString());
    }

    [Fact]
    public async Task TestSessionSetTimeout()
    {
        var clock = new ManualTimeProvider();
        await using var server = await GoServer.StartAsync(
            new() { SessionTimeout = TimeSpan.FromSeconds(42) }, options => options.Time = clock);
        await using var client = await MockClient.ConnectAsync(server);
        await client.ReadReplyAsync();
        await clock.WaitForTimersAsync(1, TestContext.Current.CancellationToken);

        Assert.Equal(42, Math.Round(clock.UntilNextTimer!.Value.TotalSeconds));
        clock.Advance(clock.UntilNextTimer.Value);

        Assert.Null(await client.ReadLineAsync());
    }

    [Theory]
    [InlineData("  HELO example.com\t\n")]
    public async Task TestSessionReadRequest(string line)
    {
        await using var server = await GoServer.StartAsync();
        await using var client = MockClient.InMemory(server);
        await client.ReadReplyAsync();

        await client.SendAsync(line);

        Assert.Equal("250 Received", await client.ReadReplyAsync());
        Assert.Equal(line.Trim(), server.Sessions[0].GoSmtpMockMessages[0].HeloRequest);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task TestSessionResponseDelay(int seconds)
    {
        var clock = new ManualTimeProvider();
        var (loggers, output, _) = GoServer.Log(clock);
        await using var server = await GoServer.StartAsync(
            new() { ResponseDelayNoop = TimeSpan.FromSeconds(seconds), LogServerActivity = true },
            options => (options.Loggers, options.Time) = (loggers, clock));
        await using var client = await MockClient.ConnectAsync(server);
        await client.ReadReplyAsync();

        var reply = client.AskAsync("NOOP");
        if (seconds > 0)
        {
            await clock.WaitForTimersAsync(2, TestContext.Current.CancellationToken); // The delay, and its bound.
            Assert.False(reply.IsCompleted);
            clock.Advance(TimeSpan.FromSeconds(seconds));
        }

        Assert.Equal("250 Ok", await reply);
        Assert.Equal(
            seconds > 0,
            output.Lines().Any(line => line.EndsWith(" SMTP response delay: 3 sec", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("250-mock.test\r\n250-SIZE 1000\r\n250 8BITMIME", "250-mock.test|250-SIZE 1000|250 8BITMIME")]
    [InlineData("999 odd", "999 odd")]
    [InlineData("hello", "hello")]
    public async Task TestSessionWriteResponse(string text, string heard)
    {
        await using var server = await GoServer.StartAsync(new() { MsgHeloReceived = text });
        await using var client = MockClient.InMemory(server);
        await client.ReadReplyAsync();

        Assert.Equal(heard, await client.AskAsync("EHLO example.com"));
        Assert.Equal("250 Received", await client.AskAsync(GoTalk.Mail)); // Codes are not looked at.
        Assert.Equal(text, server.Sessions[0].GoSmtpMockMessages[0].HeloResponse);
    }

    [Fact]
    public async Task TestServerNewMessageWithHeloContext()
    {
        await using var server = await GoServer.StartAsync(new() { MultipleMessageReceiving = true });
        await using var client = MockClient.InMemory(server);
        await client.GoMailAsync("1\r\n");
        await client.AskAsync("RSET");
        await client.AskAsync(GoTalk.Mail);

        var next = server.Sessions[0].GoSmtpMockMessages[1];
        Assert.Equal((GoTalk.Helo, "250 Received", true), (next.HeloRequest, next.HeloResponse, next.Helo));
        Assert.Equal((GoTalk.Mail, false, false), (next.MailfromRequest, next.Rset, next.Rcptto));
    }

    [Theory]
    [InlineData("mails", 0)]
    [InlineData("too-big", 20)]
    [InlineData("smuggling", 0)]
    public void The_engine_does_the_same_for_every_cut(string name, int limit)
    {
        var transcript = Transcript.Parse($"{name}.smtp", Encoding.UTF8.GetBytes(name switch
        {
            "mails" => Mails,
            "too-big" => TooBig,
            _ => Smuggling,
        }));
        new EnginePlayer(() => new Adapter(new() { MsgSizeLimit = limit })).Play(transcript);
    }

    [Theory]
    [InlineData(GoSmtpMockEngine.CommandLineBytes, "502")]
    [InlineData(GoSmtpMockEngine.CommandLineBytes + 1, "502")]
    [InlineData(GoSmtpMockEngine.CommandLineBytes + GoSmtpMockEngine.DiscardedLineBytes, "502")]
    [InlineData(GoSmtpMockEngine.CommandLineBytes + GoSmtpMockEngine.DiscardedLineBytes + 1, "")]
    public void A_line_has_a_limit_and_what_is_thrown_away_of_it_too(int octets, string code)
    {
        var line = new string('x', octets - 2) + "\r\nQUIT\r\n";
        Assert.Equal(code.Length == 0 ? "" : $"{code},221", Codes(new(), line));
    }

    [Fact]
    public void A_line_at_the_limit_is_read_and_one_past_it_is_not()
    {
        var helo = "HELO " + string.Concat(Enumerable.Repeat("a.", (GoSmtpMockEngine.CommandLineBytes - 10) / 2))
            + "com";
        Assert.Equal(GoSmtpMockEngine.CommandLineBytes - 2, helo.Length);
        Assert.Equal("250", Codes(new(), helo + "\r\n"));
        Assert.Equal("502", Codes(new(), helo + "m\r\n"));
    }

    [Theory]
    [InlineData(GoSmtpMockEngine.DiscardedMessageBytes + 10, "250,250,250,354,552,221")]
    [InlineData(GoSmtpMockEngine.DiscardedMessageBytes + 11, "250,250,250,354")]
    public void A_message_far_too_big_is_not_read_to_its_end(int octets, string codes)
    {
        var mail = string.Join("\r\n", GoTalk.Helo, GoTalk.Mail, GoTalk.Rcpt, "DATA", "");
        var text = mail + new string('x', octets - 2) + "\r\n.\r\nQUIT\r\n";
        Assert.Equal(codes, Codes(new() { MsgSizeLimit = 10 }, text));
    }

    /// <summary>The codes of the replies to what a client sends at once.</summary>
    private static string Codes(GoSmtpMockProfile profile, string text)
    {
        var output = new ArrayBufferWriter<byte>();
        var adapter = new Adapter(profile);
        var engine = adapter.Create([]);
        engine.Start(output);
        var input = new SequenceReader<byte>(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(text)));
        while (true)
        {
            var step = engine.Advance(ref input, output);
            if (step.Kind == StepKind.Ask)
                adapter.DefaultAnswer(output);
            else if (step.Kind != StepKind.Content)
                break;
        }

        var lines = Encoding.UTF8.GetString(output.WrittenSpan).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        return string.Join(',', lines.Skip(1).Select(line => line[..3]));
    }

    private sealed class Adapter(GoSmtpMockProfile profile) : IEngineAdapter
    {
        private GoSmtpMockEngine _engine = null!;

        public IServerEngine Create(IReadOnlyList<TranscriptLine> directives) =>
            _engine = new GoSmtpMockEngine(profile, new GoSmtpMockDialogue(profile, default));

        public string Describe() => _engine.Question!.Command.ToString();

        public void Answer(string answer, IBufferWriter<byte> output) =>
            throw new FormatException("These questions have one answer.");

        public void DefaultAnswer(IBufferWriter<byte> output) => _engine.Answer(
            new GoSmtpMockDecision(_engine.Question!.IsGood, _engine.Question.Reply), output);
    }

    private const string Mails = """
        S: 220 Welcome
        C: HELO example.com
        S: 250 Received
        C: MAIL FROM:John <a@b.co>
        S: 250 Received
        C: RCPT TO:c@d.co
        S: 250 Received
        C: DATA
        S: 354 Ready for receive message. End data with <CR><LF>.<CR><LF>
        C: ..
        C: two
        C: .
        >  .
        >  two
        S: 250 Received
        C: RCPT TO:e@f.co
        S: 250 Received
        C: DATA
        S: 354 Ready for receive message. End data with <CR><LF>.<CR><LF>
        C: .
        S: 250 Received
        C: QUIT
        S: 221 Closing connection
        ! expect close
        """;

    private const string TooBig = """
        ! content any
        S: 220 Welcome
        C: HELO example.com
        S: 250 Received
        C: MAIL FROM:<a@b.co>
        S: 250 Received
        C: RCPT TO:<c@d.co>
        S: 250 Received
        C: DATA
        S: 354 Ready for receive message. End data with <CR><LF>.<CR><LF>
        C: 0123456789
        C: 0123456789
        C: QUIT
        C: .
        S: 552 Message exceeded max size of 20 bytes
        C: NOOP
        S: 250 Ok
        """;

    private const string Smuggling = """
        S: 220 Welcome
        C: HELO example.com
        S: 250 Received
        C: MAIL FROM:<a@b.co>
        S: 250 Received
        C: RCPT TO:<c@d.co>
        S: 250 Received
        C: DATA
        S: 354 Ready for receive message. End data with <CR><LF>.<CR><LF>
        C: one\n.
        C: MAIL FROM:<evil@b.co>
        C: .
        >  one\n.
        >  MAIL FROM:<evil@b.co>
        S: 250 Received
        """;
}

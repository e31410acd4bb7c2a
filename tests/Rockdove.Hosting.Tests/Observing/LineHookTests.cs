using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Rockdove.Hosting.Tests;

/// <summary>A delegate is told what is said, and never a secret.</summary>
public class LineHookTests
{
    private readonly List<string> _lines = [];

    [Fact]
    public async Task Lines_are_told_in_the_order_in_which_they_are_said()
    {
        await using var server = PipedServer.Start(smtp => smtp.OnLine(Keep).Handle(new KeepingHandler()));

        await server.SayAsync("HELO c.test\r\nNO");
        await server.SayAsync("OP\r\n");

        Assert.Equal(
            ["S: 220 localhost ESMTP Rockdove", "C: HELO c.test", "S: 250 localhost", "C: NOOP", "S: 250 2.0.0 Ok"],
            _lines);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Messages_are_told_on_request(bool withContent)
    {
        await using var server = PipedServer.Start(smtp => smtp.OnLine(Keep, withContent).Handle(new KeepingHandler()));
        await server.BeginDataAsync();
        _lines.Clear();

        await server.SayAsync("Subject: x\r\n.\r\nNOOP\r\n");

        Assert.Equal(
            withContent
                ? ["C: Subject: x", "C: .", "C: NOOP", "S: 250 2.0.0 Kept", "S: 250 2.0.0 Ok"]
                : ["C: NOOP", "S: 250 2.0.0 Kept", "S: 250 2.0.0 Ok"],
            _lines);
    }

    [Fact]
    public async Task Secrets_and_controls_are_not_told()
    {
        await using var server = PipedServer.Start(smtp => smtp
            .OnLine(Keep)
            .OnAuthenticate((_, _) => true)
            .Configure(options => options.AllowsSecretsInClear = true)
            .Handle(new KeepingHandler()));
        await server.SayAsync("EHLO c.test\r\n");
        _lines.Clear();

        await server.SayAsync($"AUTH PLAIN {Convert.ToBase64String("\0bob\0s3cret"u8)}\r\n");
        await server.SayAsync("NOOP \x1b[31m\r\n");

        Assert.Equal(
            ["C: AUTH PLAIN ***", "S: 235 2.7.0 Authentication succeeded", "C: NOOP \\x1B[31m", "S: 250 2.0.0 Ok"],
            _lines);
    }

    [Fact]
    public async Task The_session_comes_with_the_line_and_several_may_listen()
    {
        var names = new List<string?>();
        await using var server = PipedServer.Start(smtp => smtp
            .OnConnect((_, _) => false)
            .OnLine((context, _, _) => names.Add(context.Session.HelloName))
            .OnLine(Keep)
            .Handle(new KeepingHandler()));

        await server.SayAsync("QUIT\r\n");

        Assert.Equal([null, null, null], names);
        Assert.Equal(["S: 554 5.7.1 No service for you here", "C: QUIT", "S: 221 2.0.0 Bye"], _lines);
    }

    [Fact]
    public async Task One_that_throws_is_logged_once_and_hears_no_more()
    {
        using var log = new KeptLog();
        var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(log)).BuildServiceProvider();
        var calls = 0;
        await using var server = PipedServer.Start(
            smtp => smtp
                .OnLine((_, _, _) =>
                {
                    calls++;
                    throw new InvalidOperationException("pipe full");
                })
                .Handle(new KeepingHandler()),
            services: services);

        Assert.StartsWith("250", await server.SayAsync("EHLO c.test\r\n"), StringComparison.Ordinal);
        Assert.Equal(1, calls);
        Assert.Equal("c1: OnLine failed, and sees no more of this connection", Assert.Single(log.AboveDebug));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pop3_is_told_without_passwords(bool withContent)
    {
        var names = new List<string?>();
        await using var server = PipedServer.StartPop3(pop3 => pop3
            .OnLine(
                (context, speaker, line) =>
                {
                    names.Add(context.Session.Identity);
                    Tell(speaker, line);
                },
                withContent)
            .Handle(new ScriptedMaildrop()));

        await server.SayAsync("USER ann\r\nPASS xyzzy\r\n");
        await server.SayAsync("TOP 2 0\r\n");

        string[] content = ["S: Subject: two", "S: ", "S: ."];
        Assert.Equal(
            [
                "S: +OK localhost POP3 Rockdove", "C: USER ann", "C: PASS ***", "S: +OK Now the password",
                "S: +OK 2 messages (44 octets)", "C: TOP 2 0", "S: +OK The top of the message follows",
                .. withContent ? content : [],
            ],
            _lines);
        Assert.Equal((null, "ann"), (names[0], names[^1]));
    }

    [Fact]
    public async Task Imap_is_told_without_passwords_and_literals()
    {
        await using var server = PipedServer.StartImap(imap => imap
            .OnLine((context, speaker, line) => Tell(speaker, $"{context.Session.Identity} {line}"))
            .Handle(new ScriptedMailbox()));

        await server.SayAsync("a LOGIN ann xyzzy\r\n");
        await server.SayAsync("b SELECT INBOX\r\n");
        _lines.Clear();
        await server.SayAsync("c FETCH 1 BODY.PEEK[]\r\n");
        await server.SayAsync("d LOGIN {5}\r\n");

        Assert.Equal(["C: ann c FETCH 1 BODY.PEEK[]", "S: ann * 1 FETCH (BODY[] {10}", "S: ann )"], _lines[..3]);
        Assert.DoesNotContain(_lines, line => line.Contains("xyzzy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Imap_hides_what_follows_login()
    {
        await using var server = PipedServer.StartImap(
            imap => imap.OnLine((_, speaker, line) => Tell(speaker, line)).Handle(new ScriptedMailbox()));

        await server.SayAsync("a LOGIN ann xyzzy\r\n");

        Assert.StartsWith("S: * OK ", _lines[0], StringComparison.Ordinal);
        Assert.Equal("C: a LOGIN***", _lines[1]);
        Assert.StartsWith("S: a OK ", _lines[2], StringComparison.Ordinal);
    }

    private void Tell(Speaker speaker, string line) => _lines.Add($"{(speaker == Speaker.Client ? 'C' : 'S')}: {line}");

    private void Keep(SmtpContext context, Speaker speaker, string line) =>
        _lines.Add($"{(speaker == Speaker.Client ? 'C' : 'S')}: {line}");
}

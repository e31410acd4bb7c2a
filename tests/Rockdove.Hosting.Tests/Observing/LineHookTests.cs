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

    private void Keep(SmtpContext context, Speaker speaker, string line) =>
        _lines.Add($"{(speaker == Speaker.Client ? 'C' : 'S')}: {line}");
}

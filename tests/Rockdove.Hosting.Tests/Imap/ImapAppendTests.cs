using Rockdove.Imap;

namespace Rockdove.Hosting.Tests;

/// <summary>Messages that come by APPEND, on their way to a sink.</summary>
public class ImapAppendTests
{
    [Fact]
    public async Task A_message_goes_to_its_sink_as_it_comes()
    {
        var handler = new ScriptedMailbox();
        await using var server = await LoggedInAsync(handler);
        Assert.Equal("+ Ready\r\n", await server.SayAsync("b APPEND INBOX {5}\r\n"));
        Assert.Equal("", await server.SayAsync("hel"));
        Assert.Equal("b OK [APPENDUID 7 9] Kept\r\n", await server.SayAsync("lo\r\n"));
        Assert.Equal(["kept hello", "let go"], handler.Events);
        Assert.Equal("c OK Completed\r\n", await server.SayAsync("c NOOP\r\n"));
    }

    [Fact]
    public async Task I58_a_message_that_nobody_wants_does_not_come()
    {
        var handler = new ScriptedMailbox();
        await using var server = await LoggedInAsync(handler);
        Assert.Equal(
            "b NO [TRYCREATE] No such mailbox\r\n", await server.SayAsync("b APPEND nowhere {5}\r\n"));
        Assert.Empty(handler.Events);
    }

    [Fact]
    public async Task A_sink_that_fails_is_told_behind_the_message_and_never_completed()
    {
        var handler = new ScriptedMailbox { OnContent = _ => throw new IOException("no disk") };
        await using var server = await LoggedInAsync(handler);
        await server.SayAsync("b APPEND INBOX {5}\r\n");
        Assert.Equal(
            "b NO [UNAVAILABLE] That cannot be done just now, try again later\r\nc OK Completed\r\n",
            await server.SayAsync("hello\r\nc NOOP\r\n"));
        Assert.Equal(["let go"], handler.Events);
        Assert.Single(server.Log.AboveDebug);
    }

    [Fact]
    public async Task What_the_client_breaks_off_is_let_go()
    {
        var handler = new ScriptedMailbox();
        await using var server = await LoggedInAsync(handler);
        await server.SayAsync("b APPEND INBOX {5}\r\nhel");
        server.HangUp();
        await server.EndAsync();
        Assert.Equal(["let go", "closed"], handler.Events);
    }

    [Fact]
    public async Task What_goes_on_in_a_way_that_nobody_understands_is_let_go()
    {
        var handler = new ScriptedMailbox();
        await using var server = await LoggedInAsync(handler);
        await server.SayAsync("b APPEND INBOX {5}\r\n");
        Assert.StartsWith("b BAD ", await server.SayAsync("hello and more\r\n"), StringComparison.Ordinal);
        Assert.Equal(["let go"], handler.Events);
    }

    [Fact]
    public async Task A_slow_sink_holds_the_client()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var handler = new ScriptedMailbox { OnContent = _ => new(gate.Task) };
        await using var server = await LoggedInAsync(handler);
        await server.SayAsync("b APPEND INBOX {100000}\r\n");
        Assert.Equal("", await server.SayAsync(new string('x', 50_000)));
        await server.SendAsync(new string('x', 50_000) + "\r\n");
        Assert.Equal("", server.TakeOutput());
        Assert.Empty(handler.Events);
        gate.SetResult();
        Assert.Equal("b OK [APPENDUID 7 9] Kept", await server.ReadLineAsync());
    }

    [Fact]
    public async Task A_message_that_drips_is_cut_off()
    {
        var handler = new ScriptedMailbox();
        await using var server = await LoggedInAsync(handler);
        await server.SayAsync("b APPEND INBOX {5000}\r\n");
        var said = "";
        for (var second = 0; second < 60 && said.Length == 0; second++)
        {
            said += await server.SayAsync("x");
            said += server.Pass(TimeSpan.FromSeconds(1));
        }

        Assert.Equal("* BYE Idle for too long\r\n", said);
        await server.EndAsync();
        Assert.Equal(["let go", "closed"], handler.Events);
    }

    [Fact]
    public async Task Middleware_may_put_a_sink_around_a_sink()
    {
        var handler = new ScriptedMailbox();
        await using var server = PipedServer.StartImap(imap => imap.Handle(handler).Use(async (context, next) =>
        {
            var reply = await next(context);
            if (context.Question is AppendQuestion && context.Sink is { } sink)
                await sink.WriteAsync("X: 1\r\n"u8.ToArray(), context.Aborted);
            return reply;
        }));
        await server.SayAsync("a LOGIN ann secret\r\n");
        await server.SayAsync("b APPEND INBOX {5}\r\nhello\r\n");
        Assert.Equal(["kept X: 1\r\nhello", "let go"], handler.Events);
    }

    private static async Task<PipedServer> LoggedInAsync(ScriptedMailbox handler)
    {
        var server = PipedServer.StartImap(imap => imap.Handle(handler));
        await server.SayAsync("a LOGIN ann secret\r\n");
        return server;
    }
}

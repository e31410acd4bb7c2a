using Rockdove.Smtp;

namespace Rockdove.Hosting.Tests;

/// <summary>A sink is completed at most once and disposed exactly once, whatever happens to its message.</summary>
public sealed class SinkTests : IAsyncDisposable
{
    private readonly CountingSink _sink = new();

    public ValueTask DisposeAsync() => _sink.DisposeAsync();

    [Fact]
    public async Task A_message_that_came_is_completed_and_let_go()
    {
        await using var server = PipedServer.Start(Into(_sink));
        await server.BeginDataAsync();

        await server.SayAsync("hello\r\n.\r\n");

        Assert.Equal((1, 1, 7L), (_sink.Completions, _sink.Disposals, _sink.ContentBytes));
    }

    [Fact]
    public async Task D14_a_message_cut_off_by_the_client_never_was()
    {
        await using var server = PipedServer.Start(Into(_sink));
        await server.BeginDataAsync();
        await server.SayAsync("hello\r\n");

        server.HangUp();

        await server.EndAsync();
        Assert.Equal((0, 1), (_sink.Completions, _sink.Disposals));
        Assert.Empty(server.Log.AboveDebug);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task D15_a_client_that_goes_before_it_reads_250_has_sent_one_message(bool isDeafToo)
    {
        var gate = new TaskCompletionSource();
        var sink = new CountingSink
        {
            OnComplete = async _ =>
            {
                await gate.Task;
                return SmtpReplies.MessageOk;
            },
        };
        await using var server = PipedServer.Start(Into(sink));
        await server.BeginDataAsync();
        await server.SayAsync("hello\r\n.\r\n");

        server.HangUp();
        if (isDeafToo)
            await server.ClientEnd.Input.CompleteAsync();
        gate.SetResult();

        await server.EndAsync();
        Assert.Equal((1, 1, 7L), (sink.Completions, sink.Disposals, sink.ContentBytes));
        Assert.Contains("c1: ended, 1 messages", server.Log.Entries.Select(entry => entry.Text));
        Assert.Empty(server.Log.AboveDebug);
    }

    [Fact]
    public async Task A_message_too_big_is_let_go_before_the_next_command()
    {
        await using var server = PipedServer.Start(smtp => smtp
            .Configure(options => options.Limits = new SmtpLimits { MessageBytes = 100 })
            .Handle(Into(_sink)));
        await server.BeginDataAsync();

        Assert.Equal("552 5.3.4 Message too big\r\n", await server.SayAsync(new string('x', 101) + "\r\n.\r\n"));
        Assert.Equal((0, 1), (_sink.Completions, _sink.Disposals));
    }

    [Fact]
    public async Task A_message_too_big_is_let_go_while_it_still_comes()
    {
        await using var server = PipedServer.Start(smtp => smtp
            .Configure(options => options.Limits = new SmtpLimits { MessageBytes = 100 })
            .Handle(Into(_sink)));
        await server.BeginDataAsync();

        Assert.Equal("", await server.SayAsync(new string('x', 98) + "\r\n"));
        Assert.Equal(0, _sink.Disposals);
        Assert.Equal("", await server.SayAsync("y"));
        Assert.Equal((0, 1), (_sink.Completions, _sink.Disposals));
    }

    [Theory]
    [InlineData("RSET\r\n", "250 2.0.0 Ok\r\n")]
    [InlineData("EHLO c.test\r\n", "250-")]
    public async Task A_message_half_sent_in_chunks_is_let_go_when_the_client_drops_it(string command, string reply)
    {
        await using var server = PipedServer.Start(Into(_sink));
        await server.SayAsync("EHLO c.test\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<u@b.test>\r\nBDAT 7\r\nhello\r\n");
        Assert.Equal((7L, 0), (_sink.ContentBytes, _sink.Disposals));

        Assert.StartsWith(reply, await server.SayAsync(command), StringComparison.Ordinal);
        Assert.Equal((0, 1), (_sink.Completions, _sink.Disposals));
    }

    [Fact]
    public async Task A_sink_behind_a_refusal_is_let_go()
    {
        await using var server = PipedServer.Start(smtp => smtp
            .Use(async (context, next) =>
            {
                var reply = await next(context);
                return context.Question is DataQuestion ? SmtpReplies.StorageFull : reply;
            })
            .Handle(Into(_sink)));

        var replies = await server.SayAsync(
            "EHLO c.test\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<u@b.test>\r\nDATA\r\n");

        Assert.EndsWith("452 4.3.1 No room for your message, try again later\r\n", replies, StringComparison.Ordinal);
        Assert.Equal((0, 1), (_sink.Completions, _sink.Disposals));
    }

    [Fact]
    public async Task A_sink_that_fails_in_mid_message_is_451_at_its_end_and_logged_once()
    {
        var sink = new CountingSink { OnWrite = _ => throw new IOException("disk on fire") };
        await using var server = PipedServer.Start(Into(sink));
        await server.BeginDataAsync();

        Assert.Equal("", await server.SayAsync("one\r\n"));
        Assert.Equal("", await server.SayAsync("two\r\n"));
        Assert.Equal("451 4.3.0 Local error, try again later\r\n", await server.SayAsync(".\r\n"));

        Assert.Equal((0, 1, 5L), (sink.Completions, sink.Disposals, sink.ContentBytes));
        Assert.Equal("c1: no answer to DataQuestion; the client was told 451", Assert.Single(server.Log.AboveDebug));
        Assert.Equal("250 2.0.0 Ok\r\n", await server.SayAsync("NOOP\r\n"));
    }

    [Fact]
    public async Task A_sink_that_fails_at_the_end_is_451()
    {
        var sink = new CountingSink { OnComplete = _ => throw new IOException("disk full") };
        await using var server = PipedServer.Start(Into(sink));
        await server.BeginDataAsync();

        Assert.Equal("451 4.3.0 Local error, try again later\r\n", await server.SayAsync("x\r\n.\r\n"));

        Assert.Equal((1, 1), (sink.Completions, sink.Disposals));
        Assert.Equal("c1: no answer to MessageQuestion; the client was told 451", Assert.Single(server.Log.AboveDebug));
    }

    [Fact]
    public async Task A_failure_of_one_message_does_not_reach_the_next()
    {
        var sinks = new Queue<CountingSink>([new() { OnWrite = _ => throw new IOException() }, _sink]);
        await using var server = PipedServer.Start(new ScriptedHandler { OnData = _ => new(sinks.Dequeue()) });
        await server.BeginDataAsync();
        await server.SayAsync("x\r\n.\r\n");
        await server.BeginDataAsync();

        Assert.Equal("250 2.0.0 Message accepted\r\n", await server.SayAsync("y\r\n.\r\n"));
    }

    [Fact]
    public async Task A_slow_sink_slows_the_client_and_fills_no_memory()
    {
        var gate = new TaskCompletionSource();
        var sink = new CountingSink { OnWrite = _ => gate.Task };
        await using var server = PipedServer.Start(Into(sink));
        await server.BeginDataAsync();
        await server.SendAsync("0123456789\r\n");

        var sending = server.SendAsync(string.Concat(Enumerable.Repeat("0123456789\r\n", 100_000))); // 1.2 MB
        Assert.False(sending.IsCompleted);
        Assert.Equal(12, sink.ContentBytes);
        gate.SetResult();
        await sending;

        Assert.Equal("250 2.0.0 Message accepted\r\n", await server.SayAsync(".\r\n"));
        Assert.Equal(1_200_012, sink.ContentBytes);
    }

    private static ScriptedHandler Into(MessageSink sink) => new() { OnData = _ => new(sink) };
}

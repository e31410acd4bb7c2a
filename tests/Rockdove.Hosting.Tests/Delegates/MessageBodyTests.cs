using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Rockdove.Smtp;

namespace Rockdove.Hosting.Tests;

/// <summary>A delegate reads a message while it comes; what can go wrong on either side reaches the other.</summary>
public class MessageBodyTests
{
    [Fact]
    public async Task A_message_is_read_whole_and_answered_by_what_the_delegate_returns()
    {
        string? read = null;
        await using var server = Start(async (_, body) =>
        {
            read = Encoding.ASCII.GetString(await body.ReadToEndAsync());
            return new SmtpReply(250, "2.0.0", $"For {body.Envelope.Recipients[0].Path.Address}");
        });
        await server.BeginDataAsync();

        await server.SendAsync("Subject: x\r\n\r\n..dot\r\n.\r\n");

        Assert.Equal("250 2.0.0 For u@b.test", await server.ReadLineAsync());
        Assert.Equal("Subject: x\r\n\r\n.dot\r\n", read);
    }

    [Fact]
    public async Task No_answer_accepts_and_an_empty_message_is_a_message()
    {
        var lengths = new List<int>();
        await using var server = PipedServer.Start(smtp => smtp.OnMessage(async (_, body) =>
        {
            lengths.Add((await body.ReadToEndAsync()).Length);
        }));
        await server.BeginDataAsync();

        await server.SendAsync(".\r\n");

        Assert.Equal("250 2.0.0 Message accepted", await server.ReadLineAsync());
        Assert.Equal([0], lengths);
    }

    [Fact]
    public async Task The_delegate_reads_before_the_message_is_whole()
    {
        var first = new TaskCompletionSource<string?>();
        await using var server = Start(async (_, body) =>
        {
            using var reader = new StreamReader(body.AsStream());
            first.SetResult(await reader.ReadLineAsync());
            return new SmtpReply(250, "2.0.0", await reader.ReadToEndAsync());
        });
        await server.BeginDataAsync();

        await server.SendAsync("one\r\n");
        Assert.Equal("one", await first.Task.WaitAsync(Patience, Token));
        await server.SendAsync("two\r\n.\r\n");

        Assert.Equal("250 2.0.0 two??", await server.ReadLineAsync());
    }

    [Fact]
    public async Task A_delegate_that_returns_early_is_heard_after_the_end()
    {
        var returned = new TaskCompletionSource();
        await using var server = Start((_, _) =>
        {
            returned.SetResult();
            return new(new SmtpReply(554, "5.7.1", "I know enough"));
        });
        await server.BeginDataAsync();
        await server.SendAsync("one\r\n");
        await returned.Task.WaitAsync(Patience, Token);

        await server.SendAsync(string.Concat(Enumerable.Repeat("0123456789\r\n", 50_000)));
        Assert.Equal("", server.TakeOutput());
        await server.SendAsync(".\r\nNOOP\r\n");

        Assert.Equal("554 5.7.1 I know enough", await server.ReadLineAsync());
        Assert.Equal("250 2.0.0 Ok", await server.ReadLineAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_delegate_that_throws_is_451_and_logged_once(bool readsAll)
    {
        await using var server = Start(async (_, body) =>
        {
            if (readsAll)
                await body.ReadToEndAsync();
            throw new InvalidOperationException("disk on fire");
        });
        await server.BeginDataAsync();

        await server.SendAsync("one\r\n.\r\n");

        Assert.Equal("451 4.3.0 Local error, try again later", await server.ReadLineAsync());
        Assert.Equal("c1: no answer to MessageQuestion; the client was told 451", Assert.Single(server.Log.AboveDebug));
    }

    [Fact]
    public async Task A_client_that_goes_away_fails_the_read_and_nothing_more()
    {
        var watch = new Watching();
        await using var server = Start(watch.ReceiveAsync);
        await server.BeginDataAsync();
        await server.SendAsync("one\r\n");

        server.HangUp();

        await watch.AbortedAsync();
        await server.EndAsync();
        Assert.Empty(server.Log.AboveDebug);
    }

    [Theory]
    [InlineData("RSET\r\n", "250 2.0.0 Ok")]
    [InlineData("EHLO c.test\r\n", "250-localhost")]
    public async Task A_client_that_takes_the_message_back_fails_the_read(string command, string reply)
    {
        var watch = new Watching();
        await using var server = Start(watch.ReceiveAsync);
        await server.SayAsync("EHLO c.test\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<u@b.test>\r\nBDAT 7\r\nhello\r\n");

        await server.SendAsync(command);

        await watch.AbortedAsync();
        Assert.Equal(reply, await server.ReadLineAsync());
    }

    [Fact]
    public async Task The_size_limit_fails_the_read_while_the_message_still_comes()
    {
        var watch = new Watching();
        await using var server = PipedServer.Start(smtp => smtp
            .Configure(options => options.Limits = new SmtpLimits { MessageBytes = 100 })
            .OnMessage(watch.ReceiveAsync));
        await server.BeginDataAsync();

        await server.SendAsync(new string('x', 98) + "\r\n");
        await watch.ReadAsync(100);
        Assert.False(watch.IsAborted);
        await server.SendAsync("y\r\n");
        await watch.AbortedAsync();
        Assert.Equal("", server.TakeOutput());

        await server.SendAsync(".\r\n");
        Assert.Equal("552 5.3.4 Message too big", await server.ReadLineAsync());
        Assert.Equal(100, watch.ReadBytes);
    }

    [Fact]
    public async Task The_next_message_waits_until_the_delegate_of_the_last_has_ended()
    {
        var gate = new TaskCompletionSource();
        var aborted = new TaskCompletionSource();
        await using var server = Start(async (_, body) =>
        {
            await Assert.ThrowsAsync<MessageAbortedException>(
                async () => await body.ReadToEndAsync(CancellationToken.None));
            aborted.SetResult();
            await gate.Task;
            return SmtpReplies.StorageFull; // Nobody hears this.
        });
        await server.SayAsync("EHLO c.test\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<u@b.test>\r\nBDAT 7\r\nhello\r\n");

        await server.SendAsync("RSET\r\n");
        await aborted.Task.WaitAsync(Patience, Token);
        Assert.Equal("", server.TakeOutput());
        gate.SetResult();

        Assert.Equal("250 2.0.0 Ok", await server.ReadLineAsync());
    }

    [Fact]
    public async Task A_failure_of_a_message_that_is_then_taken_back_is_logged_once()
    {
        BodySink? sink = null;
        await using var server = PipedServer.Start(smtp => smtp
            .Use(async (context, next) =>
            {
                var reply = await next(context);
                sink = (BodySink?)context.Sink;
                return reply;
            })
            .OnMessage(ValueTask (_, _) => throw new IOException("disk on fire")));
        await server.SayAsync("EHLO c.test\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<u@b.test>\r\nBDAT 7\r\nhello\r\n");
        await Assert.ThrowsAsync<IOException>(() => sink!.Receiving!.WaitAsync(Patience, Token));

        await server.SendAsync("RSET\r\n");

        Assert.Equal("250 2.0.0 Ok", await server.ReadLineAsync());
        Assert.Equal(
            "c1: a message that was not kept could not be let go",
            Assert.Single(server.Log.Entries, entry => entry.Level == LogLevel.Error).Text);
    }

    [Fact]
    public async Task A_delegate_that_never_reads_is_given_up_after_the_time_for_an_answer()
    {
        var aborted = new TaskCompletionSource();
        await using var server = PipedServer.Start(smtp => smtp
            .Configure(options => options.BodyBufferBytes = 10)
            .OnMessage(async (_, body) =>
            {
                await using var registration = body.Aborted.Register(aborted.SetResult);
                await aborted.Task;
                return null;
            }));
        await server.BeginDataAsync();
        await server.SendAsync("0123456789\r\n");

        Assert.Equal("", server.Pass(new DriverLimits().Answer + TimeSpan.FromSeconds(1)));
        await aborted.Task.WaitAsync(Patience, Token);
        await server.SendAsync("more\r\n.\r\n");

        Assert.Equal("451 4.3.0 Local error, try again later", await server.ReadLineAsync());
        Assert.Equal(
            "c1: the answer to DataQuestion took too long and was cancelled", Assert.Single(server.Log.AboveDebug));
    }

    [Fact]
    public async Task A_delegate_that_thinks_for_too_long_is_cancelled()
    {
        await using var server = Start(async (_, body) =>
        {
            await body.ReadToEndAsync();
            await Task.Delay(Timeout.Infinite, body.Aborted);
            return null;
        });
        await server.BeginDataAsync();
        await server.SendAsync("one\r\n.\r\n");

        server.Pass(new DriverLimits().Answer + TimeSpan.FromSeconds(1));

        Assert.Equal("451 4.3.0 Local error, try again later", await server.ReadLineAsync());
        Assert.Equal(
            "c1: the answer to MessageQuestion took too long and was cancelled", Assert.Single(server.Log.AboveDebug));
    }

    [Fact]
    public async Task A_delegate_may_block_its_thread_while_it_reads()
    {
        await using var server = Start((_, body) =>
        {
            using var reader = new StreamReader(body.AsStream());
            return new(new SmtpReply(250, "2.0.0", $"{reader.ReadToEnd().Length} octets"));
        });
        await server.BeginDataAsync();

        await server.SendAsync(string.Concat(Enumerable.Repeat("0123456789\r\n", 50_000)));
        await server.SendAsync(".\r\n");

        Assert.Equal("250 2.0.0 600000 octets", await server.ReadLineAsync());
    }

    [Fact]
    public async Task A_delegate_that_wants_more_than_the_buffer_before_it_consumes_gets_it()
    {
        await using var server = PipedServer.Start(smtp => smtp
            .Configure(options => options.BodyBufferBytes = 1)
            .OnMessage(async (_, body) => new SmtpReply(250, "2.0.0", $"{(await body.ReadToEndAsync()).Length}")));
        await server.BeginDataAsync();

        await server.SendAsync(string.Concat(Enumerable.Repeat("0123456789\r\n", 50_000)));
        await server.SendAsync(".\r\n");

        Assert.Equal("250 2.0.0 600000", await server.ReadLineAsync());
    }

    [Fact]
    public async Task Messages_of_one_session_do_not_mix()
    {
        await using var server = Start(
            async (_, body) => new SmtpReply(250, "2.0.0", Encoding.ASCII.GetString(await body.ReadToEndAsync())));
        const string Two = "MAIL FROM:<a@b.test>\r\nRCPT TO:<u@b.test>\r\nDATA\r\n{0}\r\n.\r\n";

        await server.SendAsync("EHLO c.test\r\n" + string.Format(null, Two, 'a') + string.Format(null, Two, 'b'));

        var texts = new List<string>();
        while (texts.Count < 2)
        {
            var line = await server.ReadLineAsync();
            if (line!.EndsWith("??", StringComparison.Ordinal))
                texts.Add(line);
        }

        Assert.Equal(["250 2.0.0 a??", "250 2.0.0 b??"], texts);
    }

    [Fact]
    public async Task A_refusal_of_DATA_by_middleware_leaves_the_delegate_alone()
    {
        var isCalled = false;
        await using var server = PipedServer.Start(smtp => smtp
            .Use(async (context, next) =>
            {
                var reply = await next(context);
                return context.Question is DataQuestion ? SmtpReplies.StorageFull : reply;
            })
            .OnMessage((_, _) =>
            {
                isCalled = true;
                return ValueTask.CompletedTask;
            }));

        var replies = await server.SayAsync(
            "EHLO c.test\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<u@b.test>\r\nDATA\r\nNOOP\r\n");

        Assert.EndsWith("later\r\n250 2.0.0 Ok\r\n", replies, StringComparison.Ordinal);
        Assert.False(isCalled);
    }

    [Fact]
    public async Task A_stop_lets_the_message_come_to_its_end()
    {
        await using var server = Start(async (_, body) =>
            new SmtpReply(250, "2.0.0", $"{(await body.ReadToEndAsync()).Length}"));
        await server.BeginDataAsync();
        await server.SendAsync("one\r\n");

        server.BeginStop();
        Assert.Equal("", server.TakeOutput());
        await server.SendAsync("two\r\n.\r\n");

        Assert.Equal("250 2.0.0 10", await server.ReadLineAsync());
        Assert.Equal("421 4.3.2 Shutting down", await server.ReadLineAsync());
        await server.EndAsync();
    }

    [Theory]
    [InlineData("one\r\n")]
    [InlineData("one\r\n.\r\n")]
    public async Task A_forced_stop_cancels_the_delegate(string content)
    {
        var watch = new Watching { WaitsForCancellation = true };
        await using var server = Start(watch.ReceiveAsync);
        await server.BeginDataAsync();
        await server.SendAsync(content);
        server.BeginStop();

        server.ForceStop();

        await watch.AbortedAsync();
        await server.EndAsync();
    }

    private static PipedServer Start(Func<SmtpContext, MessageBody, ValueTask<SmtpReply?>> receive) =>
        PipedServer.Start(smtp => smtp.OnMessage(receive));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>A delegate that reads until it cannot, and tells how far it came.</summary>
    private sealed class Watching
    {
        private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Channel<int> _progress = Channel.CreateUnbounded<int>();
        private int _readBytes;

        public bool WaitsForCancellation { get; init; }

        public bool IsAborted => _aborted.Task.IsCompleted;

        public int ReadBytes => Volatile.Read(ref _readBytes);

        public Task AbortedAsync() => _aborted.Task.WaitAsync(Patience, Token);

        public async Task ReadAsync(int bytes)
        {
            while (await _progress.Reader.ReadAsync(Token).AsTask().WaitAsync(Patience, Token) < bytes)
            {
                // There is more to come.
            }
        }

        public async ValueTask<SmtpReply?> ReceiveAsync(SmtpContext _, MessageBody body)
        {
            if (WaitsForCancellation)
            {
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(-1, body.Aborted));
                _aborted.SetResult();
                return null;
            }

            try
            {
                var buffer = new byte[1024];
                var stream = body.AsStream();
                while (await stream.ReadAsync(buffer) is > 0 and var count)
                    _progress.Writer.TryWrite(Interlocked.Add(ref _readBytes, count));
            }
            catch (MessageAbortedException)
            {
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(-1, body.Aborted));
                _aborted.SetResult();
            }

            return new SmtpReply(250, "2.0.0", "Nobody hears this");
        }
    }
}

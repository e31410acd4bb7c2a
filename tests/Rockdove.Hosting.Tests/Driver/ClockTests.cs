namespace Rockdove.Hosting.Tests;

/// <summary>The three clocks (patience, pace, age) and the two that watch us (answer, flush).</summary>
public class ClockTests
{
    [Fact]
    public async Task A_silent_client_is_told_so_when_patience_ends_and_not_before()
    {
        await using var server = PipedServer.Start(new KeepingHandler());

        Assert.Equal("", server.Pass(FiveMinutes));
        Assert.Equal("421 4.4.2 Waited too long for you\r\n", server.Pass(Tick));
        await server.EndAsync();
        Assert.Empty(server.Log.AboveDebug);
    }

    [Fact]
    public async Task A_command_that_drips_in_buys_no_time()
    {
        await using var server = PipedServer.Start(new KeepingHandler());
        foreach (var octet in "NOOP ")
        {
            Assert.Equal("", await server.SayAsync(octet.ToString()));
            Assert.Equal("", server.Pass(TimeSpan.FromMinutes(0.9)));
        }

        Assert.Equal("", await server.SayAsync("x"));
        Assert.StartsWith("421 4.4.2 ", server.Pass(TimeSpan.FromMinutes(0.6)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_whole_command_begins_a_new_wait()
    {
        await using var server = PipedServer.Start(new KeepingHandler());

        for (var i = 0; i < 10; i++)
        {
            Assert.Equal("250 2.0.0 Ok\r\n", await server.SayAsync("NOOP\r\n"));
            Assert.Equal("", server.Pass(TimeSpan.FromMinutes(4.9)));
        }
    }

    [Fact]
    public async Task Content_slower_than_the_least_pace_ends_the_session()
    {
        var sink = new CountingSink();
        await using var server = PipedServer.Start(new ScriptedHandler { OnData = _ => new(sink) });
        await server.BeginDataAsync();

        // Ten octets in ten seconds: 30 s of grace, and a tenth of a second for each ten octets.
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("", await server.SayAsync("12345678\r\n"));
            Assert.Equal("", server.Pass(TimeSpan.FromSeconds(10)));
        }

        Assert.Equal("421 4.4.2 Waited too long for you\r\n", server.Pass(TimeSpan.FromSeconds(1)));
        await server.EndAsync();
        Assert.Equal((0, 1), (sink.Completions, sink.Disposals));
    }

    [Fact]
    public async Task Content_that_is_refused_already_must_keep_the_pace_too()
    {
        await using var server = PipedServer.Start(smtp => smtp
            .Configure(options => options.Limits = new Rockdove.Smtp.SmtpLimits { MessageBytes = 10 })
            .Handle(new KeepingHandler()));
        await server.BeginDataAsync();
        await server.SayAsync("12345678\r\n");

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("", await server.SayAsync("12345678\r\n"));
            Assert.Equal("", server.Pass(TimeSpan.FromSeconds(10)));
        }

        Assert.Equal("421 4.4.2 Waited too long for you\r\n", server.Pass(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task Content_at_the_least_pace_may_come_for_an_hour()
    {
        await using var server = PipedServer.Start(new KeepingHandler());
        await server.BeginDataAsync();
        var tenSeconds = string.Concat(Enumerable.Repeat("12345678\r\n", 100));

        for (var i = 0; i < 360; i++)
        {
            Assert.Equal("", await server.SayAsync(tenSeconds));
            Assert.Equal("", server.Pass(TimeSpan.FromSeconds(10)));
        }

        Assert.StartsWith("250 ", await server.SayAsync(".\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_was_refused_leaves_no_pace_behind()
    {
        await using var server = PipedServer.Start(smtp => smtp
            .Configure(options => options.KeepsNul = false)
            .Handle(new KeepingHandler()));
        await server.BeginDataAsync();

        await server.SayAsync("some octets\r\n");
        Assert.StartsWith("550 5.6.0 ", await server.SayAsync("x\0\r\n.\r\n"), StringComparison.Ordinal);

        Assert.Equal("", server.Pass(FiveMinutes));
        Assert.Equal("421 4.4.2 Waited too long for you\r\n", server.Pass(Tick));
    }

    [Fact]
    public async Task A_session_ends_at_its_age_however_busy_it_is()
    {
        await using var server = PipedServer.Start(new KeepingHandler());

        for (var i = 0; i < 4 * 60 - 1; i++)
        {
            Assert.Equal("", server.Pass(TimeSpan.FromMinutes(1)));
            Assert.Equal("250 2.0.0 Ok\r\n", await server.SayAsync("NOOP\r\n"));
        }

        Assert.Equal("", server.Pass(TimeSpan.FromSeconds(60)));
        Assert.Equal("421 4.4.2 Waited too long for you\r\n", server.Pass(Tick));
    }

    [Fact]
    public async Task A_handler_that_never_answers_is_cancelled_and_the_client_told_451()
    {
        var handler = new ScriptedHandler { OnMail = NeverAsync };
        await using var server = PipedServer.Start(handler);
        await server.SayAsync("EHLO c.test\r\n");

        Assert.Equal("", await server.SayAsync("MAIL FROM:<a@b.test>\r\n"));
        Assert.Equal("", server.Pass(FiveMinutes));
        server.Clock.Advance(Tick);

        Assert.Equal("451 4.3.0 Local error, try again later", await server.ReadLineAsync());
        await server.SendAsync("NOOP\r\n");
        Assert.Equal("250 2.0.0 Ok", await server.ReadLineAsync());
        Assert.Equal(
            "c1: the answer to MailQuestion took too long and was cancelled", Assert.Single(server.Log.AboveDebug));
    }

    [Fact]
    public async Task A_handler_that_was_too_slow_once_has_its_whole_time_the_next_time()
    {
        var calls = 0;
        var handler = new ScriptedHandler { OnMail = context => ++calls == 1 ? NeverAsync(context) : default };
        await using var server = PipedServer.Start(handler);
        await server.SayAsync("EHLO c.test\r\n");
        await server.SayAsync("MAIL FROM:<a@b.test>\r\n");
        server.Clock.Advance(FiveMinutes + Tick);
        await server.ReadLineAsync();

        await server.SendAsync("MAIL FROM:<a@b.test>\r\n");
        Assert.Equal("250 2.1.0 Ok", await server.ReadLineAsync());
    }

    [Fact]
    public async Task The_time_of_a_handler_is_not_taken_from_the_client()
    {
        var gate = new TaskCompletionSource();
        var handler = new ScriptedHandler
        {
            OnMail = async _ =>
            {
                await gate.Task;
                return null;
            },
        };
        await using var server = PipedServer.Start(handler);
        await server.SayAsync("EHLO c.test\r\n");
        await server.SayAsync("MAIL FROM:<a@b.test>\r\n");
        server.Pass(TimeSpan.FromMinutes(4));
        gate.SetResult(); // Runs the server inline.

        Assert.Equal("250 2.1.0 Ok\r\n", server.TakeOutput());
        Assert.Equal("", server.Pass(TimeSpan.FromMinutes(4.9)));
        Assert.Equal("250 2.0.0 Ok\r\n", await server.SayAsync("NOOP\r\n"));
    }

    [Fact]
    public async Task A_client_that_never_reads_is_cut_off()
    {
        await using var server = PipedServer.Start(
            smtp => smtp.Handle(new KeepingHandler()), unreadBytes: 4096);

        await server.SendAsync(string.Concat(Enumerable.Repeat("HELP\r\n", 100)));
        server.Clock.Advance(FiveMinutes);
        Assert.False(server.Session.IsCompleted);
        server.Clock.Advance(Tick);

        await server.EndAsync();
        Assert.Empty(server.Log.AboveDebug);
        Assert.Contains(server.Log.Entries, entry => entry.Text == "c1: broke off: The peer does not read.");
    }

    [Fact]
    public async Task What_a_client_does_not_read_is_not_piled_up()
    {
        await using var server = PipedServer.Start(
            smtp => smtp.Handle(new KeepingHandler()), unreadBytes: 4096);

        await server.SendAsync(string.Concat(Enumerable.Repeat("HELP\r\n", 100_000)));
        var held = server.TakeOutput().Length;

        Assert.InRange(held, 4096, 1024 * 1024); // All the answers would be 16 MB.
    }

    [Fact]
    public async Task A_batch_longer_than_the_window_is_answered_whole()
    {
        await using var server = PipedServer.Start(
            smtp => smtp.Handle(new KeepingHandler()), unreadBytes: 1024 * 1024);

        var replies = await server.SayAsync(string.Concat(Enumerable.Repeat("NOOP\r\n", 10_000)));

        Assert.Equal(string.Concat(Enumerable.Repeat("250 2.0.0 Ok\r\n", 10_000)), replies);
    }

    private static async ValueTask<Rockdove.Smtp.SmtpReply?> NeverAsync(SmtpContext context)
    {
        await Task.Delay(Timeout.Infinite, context.Aborted);
        return null;
    }

    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);
}

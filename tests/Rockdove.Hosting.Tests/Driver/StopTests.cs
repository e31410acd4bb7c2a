using Rockdove.Smtp;

namespace Rockdove.Hosting.Tests;

/// <summary>The host stops: nothing new is promised, what was promised is kept.</summary>
public class StopTests
{
    [Fact]
    public async Task An_idle_client_is_told_421()
    {
        await using var server = PipedServer.Start(new KeepingHandler());
        await server.SayAsync("EHLO c.test\r\n");

        server.BeginStop();

        Assert.Equal("421 4.3.2 Shutting down\r\n", server.TakeOutput());
        await server.EndAsync();
        Assert.Empty(server.Log.AboveDebug);
    }

    [Fact]
    public async Task An_open_transaction_without_content_is_not_waited_for()
    {
        await using var server = PipedServer.Start(new KeepingHandler());
        await server.SayAsync("EHLO c.test\r\nMAIL FROM:<a@b.test>\r\n");

        server.BeginStop();

        Assert.Equal("421 4.3.2 Shutting down\r\n", server.TakeOutput());
    }

    [Fact]
    public async Task A_message_on_its_way_is_taken_to_its_end_and_then_the_client_is_told_421()
    {
        var handler = new KeepingHandler();
        await using var server = PipedServer.Start(handler);
        await server.BeginDataAsync();
        await server.SayAsync("first\r\n");

        server.BeginStop();
        Assert.Equal("", server.TakeOutput());
        Assert.Equal("", await server.SayAsync("second\r\n"));

        Assert.Equal(
            "250 2.0.0 Kept\r\n421 4.3.2 Shutting down\r\n", await server.SayAsync(".\r\nMAIL FROM:<a@b.test>\r\n"));
        Assert.Equal("first\r\nsecond\r\n", System.Text.Encoding.ASCII.GetString(Assert.Single(handler.Messages)));
        await server.EndAsync();
    }

    [Fact]
    public async Task A_stop_while_a_handler_thinks_lets_it_answer()
    {
        var gate = new TaskCompletionSource<SmtpReply?>();
        await using var server = PipedServer.Start(new ScriptedHandler { OnMail = _ => new(gate.Task) });
        await server.SayAsync("EHLO c.test\r\n");
        await server.SayAsync("MAIL FROM:<a@b.test>\r\n");

        server.BeginStop();
        Assert.Equal("", server.TakeOutput());
        gate.SetResult(null);

        Assert.Equal("250 2.1.0 Ok\r\n421 4.3.2 Shutting down\r\n", server.TakeOutput());
    }

    [Fact]
    public async Task A_forced_stop_cancels_the_handler_and_drops_the_message()
    {
        var sink = new CountingSink { OnWrite = token => Task.Delay(Timeout.Infinite, token) };
        await using var server = PipedServer.Start(new ScriptedHandler { OnData = _ => new(sink) });
        await server.BeginDataAsync();
        await server.SayAsync("first\r\n");
        server.BeginStop();
        Assert.False(server.Session.IsCompleted);

        server.ForceStop();

        await server.EndAsync();
        Assert.Equal((0, 1), (sink.Completions, sink.Disposals));
    }

    [Fact]
    public async Task A_host_that_stops_waits_for_the_message_on_its_way()
    {
        var handler = new KeepingHandler();
        await using var server = await RunningServer.StartAsync(smtp => smtp.Handle(handler));
        await using var busy = await server.ConnectAsync();
        await busy.BeginDataAsync();
        await busy.Link.WriteAsync("first\r\n");
        await using var idle = await server.ConnectAsync();
        await idle.Link.ReadReplyAsync();

        var stopping = server.StopAsync(CancellationToken.None);
        Assert.Equal("421 4.3.2 Shutting down", await idle.Link.ReadReplyAsync());
        Assert.Null(await idle.Link.ReadLineAsync());
        await busy.Link.WriteAsync("second\r\n.\r\n");

        Assert.Equal("250 2.0.0 Kept", await busy.Link.ReadReplyAsync());
        Assert.Equal("421 4.3.2 Shutting down", await busy.Link.ReadReplyAsync());
        await stopping.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Single(handler.Messages);
    }

    [Fact]
    public async Task A_host_that_has_waited_long_enough_ends_everything()
    {
        var sink = new CountingSink();
        await using var server = await RunningServer.StartAsync(
            smtp => smtp.Handle(new ScriptedHandler { OnData = _ => new(sink) }));
        await using var busy = await server.ConnectAsync();
        await busy.BeginDataAsync();
        await busy.Link.WriteAsync("first\r\n");
        await using var idle = await server.ConnectAsync();
        await idle.Link.ReadReplyAsync();

        using var deadline = new CancellationTokenSource();
        var stopping = server.StopAsync(deadline.Token);
        await idle.Link.ReadReplyAsync();
        await deadline.CancelAsync();

        await stopping.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal((0, 1), (sink.Completions, sink.Disposals));
    }

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
}

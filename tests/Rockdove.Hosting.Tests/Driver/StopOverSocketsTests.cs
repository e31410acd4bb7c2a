using System.Net.Sockets;
using Rockdove.Smtp;

namespace Rockdove.Hosting.Tests;

/// <summary>
/// A host stops in two steps: gently, and after its deadline by force. With sockets, since they matter.
/// </summary>
public class StopOverSocketsTests
{
    [Fact]
    public async Task Nobody_new_is_let_in_while_the_last_message_comes()
    {
        var handler = new KeepingHandler();
        await using var server = await RunningServer.StartAsync(smtp => smtp.Handle(handler));
        await using var busy = await server.ConnectAsync();
        await busy.BeginDataAsync();
        await using var idle = await server.ConnectAsync();
        await idle.Link.ReadReplyAsync();

        var stopping = server.StopAsync(CancellationToken.None);
        Assert.Equal("421 4.3.2 Shutting down", await idle.Link.ReadReplyAsync());
        await Assert.ThrowsAnyAsync<SocketException>(server.ConnectAsync);

        await busy.Link.WriteAsync("hello\r\n.\r\n");
        Assert.Equal("250 2.0.0 Kept", await busy.Link.ReadReplyAsync());
        await EndsAsync(stopping);
        Assert.Single(handler.Messages);
    }

    [Fact]
    public async Task A_message_that_a_delegate_reads_comes_to_its_end()
    {
        await using var server = await RunningServer.StartAsync(smtp => smtp.OnMessage(async (_, body) =>
            new SmtpReply(250, "2.0.0", $"{(await body.ReadToEndAsync()).Length} octets")));
        await using var busy = await server.ConnectAsync();
        await busy.BeginDataAsync();
        await busy.Link.WriteAsync("one\r\n");

        var stopping = server.StopAsync(CancellationToken.None);
        await busy.Link.WriteAsync("two\r\n.\r\n");

        Assert.Equal("250 2.0.0 10 octets", await busy.Link.ReadReplyAsync());
        Assert.Equal("421 4.3.2 Shutting down", await busy.Link.ReadReplyAsync());
        await EndsAsync(stopping);
    }

    [Fact]
    public async Task At_the_deadline_what_still_comes_is_cut_and_its_delegate_is_told()
    {
        var begun = new TaskCompletionSource();
        var told = new TaskCompletionSource<Exception?>();
        await using var server = await RunningServer.StartAsync(smtp => smtp.OnMessage(async (_, body) =>
        {
            begun.SetResult();
            told.SetResult(await Record.ExceptionAsync(
                async () => await body.ReadToEndAsync(CancellationToken.None)));
        }));
        await using var busy = await server.ConnectAsync();
        await busy.BeginDataAsync();
        await busy.Link.WriteAsync("one\r\n");
        await begun.Task.WaitAsync(Patience, Token);

        using var deadline = new CancellationTokenSource();
        var stopping = server.StopAsync(deadline.Token);
        Assert.False(told.Task.IsCompleted);
        await deadline.CancelAsync();

        Assert.IsType<MessageAbortedException>(await told.Task.WaitAsync(Patience, Token));
        await EndsAsync(stopping);
        await IsCutAsync(busy);
    }

    [Fact]
    public async Task At_the_deadline_a_handler_that_thinks_is_cancelled()
    {
        var begun = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        await using var server = await RunningServer.StartAsync(smtp => smtp
            .OnSender(async (context, _) =>
            {
                begun.SetResult();
                await using var registration = context.Aborted.Register(cancelled.SetResult);
                await Task.Delay(Timeout.Infinite, context.Aborted);
                return true;
            })
            .Handle(new KeepingHandler()));
        await using var client = await server.ConnectAsync();
        await client.Link.WriteAsync("EHLO c.test\r\nMAIL FROM:<a@b.test>\r\n");
        await begun.Task.WaitAsync(Patience, Token);

        using var deadline = new CancellationTokenSource();
        var stopping = server.StopAsync(deadline.Token);
        Assert.False(cancelled.Task.IsCompleted);
        await deadline.CancelAsync();

        await cancelled.Task.WaitAsync(Patience, Token);
        await EndsAsync(stopping);
    }

    [Fact]
    public async Task A_handler_that_does_not_listen_holds_up_nobody()
    {
        var begun = new TaskCompletionSource();
        var gate = new TaskCompletionSource<bool>();
        await using var server = await RunningServer.StartAsync(smtp => smtp
            .OnSender((_, _) =>
            {
                begun.SetResult();
                return new ValueTask<bool>(gate.Task);
            })
            .Handle(new KeepingHandler()));
        await using var client = await server.ConnectAsync();
        await client.Link.WriteAsync("EHLO c.test\r\nMAIL FROM:<a@b.test>\r\n");
        await begun.Task.WaitAsync(Patience, Token);

        await EndsAsync(server.StopAsync(new CancellationToken(canceled: true)));

        await IsCutAsync(client);
        gate.SetResult(true);
    }

    [Fact]
    public async Task A_stop_without_patience_cuts_everybody()
    {
        await using var server = await RunningServer.StartAsync(smtp => smtp.Handle(new KeepingHandler()));
        await using var busy = await server.ConnectAsync();
        await busy.BeginDataAsync();

        await EndsAsync(server.StopAsync(new CancellationToken(canceled: true)));

        await IsCutAsync(busy);
    }

    [Fact]
    public async Task A_client_in_the_middle_of_a_handshake_is_not_waited_for()
    {
        await using var server = await RunningServer.StartAsync(smtp => smtp
            .ImplicitTls(CertificateSource.Development())
            .Handle(new KeepingHandler()));
        await using var client = await server.ConnectAsync();
        await client.Link.Output.WriteAsync(new byte[] { 0x16, 0x03 }, Token); // A record begins, and does not go on.

        await EndsAsync(server.StopAsync(CancellationToken.None));

        await IsCutAsync(client);
    }

    [Fact]
    public async Task A_client_that_reads_nothing_is_cut_at_the_deadline()
    {
        var begun = new TaskCompletionSource();
        await using var server = await RunningServer.StartAsync(smtp => smtp
            .OnSender((_, _) =>
            {
                begun.SetResult();
                return true;
            })
            .Handle(new KeepingHandler()));
        await using var client = await server.ConnectAsync();
        await client.Link.WriteAsync("EHLO c.test\r\nMAIL FROM:<a@b.test>\r\n");
        await begun.Task.WaitAsync(Patience, Token);
        using var full = new CancellationTokenSource();
        var sending = SendHelpAsync(client, full.Token);

        using var deadline = new CancellationTokenSource();
        var stopping = server.StopAsync(deadline.Token);
        await deadline.CancelAsync();

        await EndsAsync(stopping);
        await full.CancelAsync();
        await sending;
    }

    /// <summary>HELP has the longest answer for the shortest question.</summary>
    private static async Task SendHelpAsync(ClientLink client, CancellationToken cancellationToken)
    {
        var help = System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("HELP\r\n", 10_000)));
        try
        {
            while (!cancellationToken.IsCancellationRequested)
                await client.Link.Output.WriteAsync(help, cancellationToken);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The server has cut us.
        }
    }

    private static async Task IsCutAsync(ClientLink client)
    {
        try
        {
            string? line;
            do
            {
                line = await client.Link.ReadLineAsync();
                Assert.False(line?.StartsWith("250 2.1.0", StringComparison.Ordinal));
            }
            while (line is not null);
        }
        catch (IOException)
        {
            // A cut is an end too.
        }
    }

    private static Task EndsAsync(Task stopping) => stopping.WaitAsync(Patience, Token);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
}

using System.Text;

namespace Rockdove.Hosting.Tests;

/// <summary>A client that reads slowly, or not at all, while a large message comes.</summary>
public class ImapSlowReaderTests
{
    [Fact]
    public async Task What_is_written_keeps_pace_with_the_client()
    {
        var handler = new ScriptedMailbox { MessageBytes = Megabytes * 1024 * 1024 };
        await using var server = Start(handler);
        await server.SendAsync(FetchAll);
        long received = 0;
        while (true)
        {
            var result = await server.ClientEnd.Input.ReadAsync(TestContext.Current.CancellationToken);
            var piece = result.Buffer.Slice(0, Math.Min(10_000, result.Buffer.Length));
            var text = Encoding.ASCII.GetString(piece);
            received += piece.Length;
            server.ClientEnd.Input.AdvanceTo(piece.End);
            Assert.True(handler.Given - received < MostAhead, $"{handler.Given} octets written, {received} received.");
            if (text.EndsWith("c OK Completed\r\n", StringComparison.Ordinal))
                break;
        }

        Assert.Equal(handler.MessageBytes, handler.Given);
        Assert.InRange(received, handler.Given, handler.Given + 1500);
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_cut_off()
    {
        var handler = new ScriptedMailbox { MessageBytes = Megabytes * 1024 * 1024 };
        await using var server = Start(handler);
        await server.SendAsync(FetchAll);
        Assert.False(server.Session.IsCompleted);
        Assert.InRange(handler.Given, 1, MostAhead);

        server.Clock.Advance(TimeSpan.FromMinutes(5.1));

        await server.EndAsync();
        Assert.InRange(handler.Given, 1, MostAhead);
        Assert.Equal(["closed"], handler.Events);
        Assert.Empty(server.Log.AboveDebug);
    }

    [Fact]
    public async Task The_time_that_a_client_takes_is_not_the_handlers()
    {
        var handler = new ScriptedMailbox { MessageBytes = 1024 * 1024 };
        await using var server = Start(handler);
        await server.SendAsync(FetchAll);
        var said = new StringBuilder();
        for (var minute = 0; !said.ToString().EndsWith("c OK Completed\r\n", StringComparison.Ordinal); minute++)
        {
            Assert.InRange(minute, 0, 1000); // More than the five minutes that a handler has.
            server.Clock.Advance(TimeSpan.FromMinutes(1));
            var result = await server.ClientEnd.Input.ReadAsync(TestContext.Current.CancellationToken);
            said.Append(Encoding.ASCII.GetString(result.Buffer));
            server.ClientEnd.Input.AdvanceTo(result.Buffer.End);
        }

        Assert.Empty(server.Log.AboveDebug);
    }

    [Fact]
    public async Task A_handler_that_waits_between_two_pieces_still_has_its_bound()
    {
        var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var handler = new ScriptedMailbox
        {
            MessageBytes = 1024 * 1024,
            OnSlice = async (context, at) =>
            {
                if (at < 500_000)
                    return;
                waits.TrySetResult();
                await Task.Delay(Timeout.Infinite, context.Aborted);
            },
        };
        await using var server = Start(handler);
        await server.SendAsync(FetchAll);
        while (!waits.Task.IsCompleted)
        {
            var read = server.ClientEnd.Input.ReadAsync(TestContext.Current.CancellationToken).AsTask();
            if (await Task.WhenAny(read, waits.Task) != read)
                break;
            server.ClientEnd.Input.AdvanceTo((await read).Buffer.End);
        }

        server.Clock.Advance(TimeSpan.FromMinutes(5.1));
        await server.EndAsync();
        Assert.Single(server.Log.AboveDebug, text => text.Contains("too long", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stop_by_force_ends_a_download()
    {
        var handler = new ScriptedMailbox { MessageBytes = Megabytes * 1024 * 1024 };
        await using var server = Start(handler);
        await server.SendAsync(FetchAll);
        server.BeginStop();
        Assert.False(server.Session.IsCompleted);
        server.ForceStop();
        await server.EndAsync();
        Assert.Equal(["closed"], handler.Events);
    }

    private static PipedServer Start(ScriptedMailbox handler) => PipedServer.StartImap(imap => imap.Handle(handler));

    private const string FetchAll = "a LOGIN ann secret\r\nb SELECT INBOX\r\nc FETCH 1 BODY[]\r\n";
    private const long Megabytes = 32;

    /// <summary>The client's pipe (64 KiB), what was not sent yet (16 KiB), and what a test reads at once.</summary>
    private const long MostAhead = 100 * 1024;
}

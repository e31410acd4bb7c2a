using System.Text;

namespace Rockdove.Hosting.Tests;

/// <summary>A client that reads slowly, or not at all, while a large message comes.</summary>
public class SlowReaderTests
{
    [Fact]
    public async Task What_is_read_of_the_store_keeps_pace_with_the_client()
    {
        var source = new FlowingSource(Megabytes * 1024 * 1024);
        await using var server = Start(source);
        await server.SendAsync(RetrieveAll);
        var greeted = false;
        long received = 0;
        while (true)
        {
            var result = await server.ClientEnd.Input.ReadAsync(TestContext.Current.CancellationToken);
            var piece = result.Buffer.Slice(0, Math.Min(10_000, result.Buffer.Length));
            var text = Encoding.ASCII.GetString(piece);
            received += piece.Length;
            server.ClientEnd.Input.AdvanceTo(piece.End);
            greeted |= text.Contains("octets)", StringComparison.Ordinal);
            Assert.True(source.Given - received < MostAhead, $"{source.Given} octets read, {received} received.");
            if (text.EndsWith("\r\n.\r\n", StringComparison.Ordinal))
                break;
        }

        Assert.True(greeted);
        Assert.Equal(Megabytes * 1024 * 1024, source.Given);
        Assert.InRange(received, source.Given + 5, source.Given + 200);
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_cut_off_and_lets_go_of_the_maildrop()
    {
        var source = new FlowingSource(Megabytes * 1024 * 1024);
        await using var server = Start(source);
        await server.SendAsync(RetrieveAll);
        Assert.False(server.Session.IsCompleted);
        Assert.InRange(source.Given, 1, MostAhead);

        server.Clock.Advance(TimeSpan.FromMinutes(5.1));

        await server.EndAsync();
        Assert.InRange(source.Given, 1, MostAhead);
        Assert.Empty(server.Log.AboveDebug);
    }

    [Fact]
    public async Task A_stop_by_force_ends_a_download()
    {
        var source = new FlowingSource(Megabytes * 1024 * 1024);
        await using var server = Start(source);
        await server.SendAsync(RetrieveAll);
        server.BeginStop();
        Assert.False(server.Session.IsCompleted);
        server.ForceStop();
        await server.EndAsync();
    }

    private static PipedServer Start(FlowingSource source) => PipedServer.StartPop3(pop3 => pop3.Handle(
        new ScriptedMaildrop { OnRetrieve = (_, _) => new(Retrieval.From(source)) }));

    private const string RetrieveAll = "USER a\r\nPASS b\r\nRETR 1\r\n";
    private const long Megabytes = 32;

    /// <summary>The client's pipe (64 KiB), what was not sent yet (16 KiB), and two slices of 64 KiB.</summary>
    private const long MostAhead = 210 * 1024;
}

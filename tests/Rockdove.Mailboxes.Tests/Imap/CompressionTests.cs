using System.IO.Compression;
using System.Text;

namespace Rockdove.Mailboxes.Tests;

/// <summary>COMPRESS=DEFLATE (RFC 4978), from the octet behind the OK on.</summary>
public sealed class CompressionTests
{
    [Fact]
    public async Task I96_everything_behind_the_reply_is_compressed()
    {
        await using var server = MailboxServer.Start(StoreKind.Memory);
        var body = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"line {i}\r\n"));
        await server.DepositAsync("\r\n" + body);
        await using var talk = await CompressedAsync(server);
        Assert.DoesNotContain("COMPRESS", await talk.SayAsync("CAPABILITY"), StringComparison.Ordinal);
        Assert.Contains("* 1 EXISTS", await talk.SayAsync("SELECT INBOX"), StringComparison.Ordinal);
        Assert.Contains(body, await talk.SayAsync("FETCH 1 BODY[TEXT]"), StringComparison.Ordinal);
        Assert.Contains("t OK [APPENDUID", await talk.AppendAsync("INBOX", "\r\n" + body), StringComparison.Ordinal);
        Assert.StartsWith(
            "t BAD [COMPRESSIONACTIVE]", await talk.SayAsync("COMPRESS DEFLATE"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task I96_what_was_read_before_belongs_to_the_compressed_stream()
    {
        await using var server = MailboxServer.Start(StoreKind.Memory);
        await using var talk = await server.LogInAsync();
        byte[] hasty = [.. "t COMPRESS DEFLATE\r\n"u8, .. Deflate("t NOOP\r\nt NOOP\r\n")];
        await talk.SendRawAsync(hasty);
        Assert.StartsWith("t OK DEFLATE", await talk.ReadLineAsync(), StringComparison.Ordinal);
        talk.Compress();
        Assert.Equal("t OK Completed", await talk.ReadLineAsync());
        Assert.Equal("t OK Completed", await talk.ReadLineAsync());
    }

    [Fact]
    public async Task I96_octets_that_come_one_by_one_are_understood()
    {
        await using var server = MailboxServer.Start(StoreKind.Memory);
        await using var talk = await CompressedAsync(server);
        foreach (var octet in Deflate("t NOOP\r\n"))
            await talk.SendRawAsync(new[] { octet });
        Assert.Equal("t OK Completed", await talk.ReadLineAsync());
    }

    [Fact]
    public async Task I96_who_idles_is_told()
    {
        await using var server = MailboxServer.Start(StoreKind.Memory);
        await using var talk = await CompressedAsync(server);
        await talk.SayAsync("SELECT INBOX");
        await talk.SendAsync("t IDLE\r\n");
        await talk.ReadLineAsync();
        for (var i = 1; i < 20; i++)
        {
            await server.DepositAsync("x");
            Assert.Equal($"* {i} EXISTS", await talk.ReadLineAsync());
            Assert.Equal("* 0 RECENT", await talk.ReadLineAsync());
        }

        await talk.SendAsync("DONE\r\n");
        Assert.Equal("t OK Completed", await talk.ReadLineAsync());
    }

    [Fact]
    public async Task I96_what_is_no_deflate_ends_the_session()
    {
        await using var server = MailboxServer.Start(StoreKind.Memory);
        await using var talk = await CompressedAsync(server);
        await talk.SendRawAsync(Encoding.ASCII.GetBytes(new string('\u007f', 100)));
        await talk.Session.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task I96_a_few_octets_that_grow_to_many_are_not_kept()
    {
        await using var server = MailboxServer.Start(StoreKind.Memory);
        await using var talk = await CompressedAsync(server);
        var bomb = Deflate(new string('x', 128 * 1024 * 1024));
        Assert.InRange(bomb.Length, 1, 2 * 1024 * 1024);
        var held = GC.GetTotalMemory(forceFullCollection: true);
        var sending = talk.SendRawAsync(bomb);
        Assert.Equal("* BYE [TOOBIG] The command does not end", await talk.ReadLineAsync());
        await talk.Session.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - held, long.MinValue, 16 * 1024 * 1024);
        await sending;
    }

    [Fact]
    public async Task As_many_connections_are_compressed_as_there_may_be_and_no_more()
    {
        await using var server = MailboxServer.Start(StoreKind.Memory, compressedConnections: 1);
        await using var first = await CompressedAsync(server);
        await using var second = await server.LogInAsync();
        Assert.StartsWith("t NO [UNAVAILABLE]", await second.SayAsync("COMPRESS DEFLATE"), StringComparison.Ordinal);
        Assert.Equal("t OK Completed\r\n", await second.SayAsync("NOOP"));
        await first.SayAsync("LOGOUT");
        await first.Session.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.StartsWith("t OK DEFLATE", await second.SayAsync("COMPRESS DEFLATE"), StringComparison.Ordinal);
        second.Compress();
        Assert.Equal("t OK Completed\r\n", await second.SayAsync("NOOP"));
    }

    private static async Task<ImapTalk> CompressedAsync(MailboxServer server)
    {
        var talk = await server.LogInAsync();
        Assert.StartsWith("t OK DEFLATE", await talk.SayAsync("COMPRESS DEFLATE"), StringComparison.Ordinal);
        talk.Compress();
        return talk;
    }

    /// <summary>As a client sends it: with a sync flush, and no end.</summary>
    private static byte[] Deflate(string text)
    {
        using var octets = new MemoryStream();
        using (var deflate = new DeflateStream(octets, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(Encoding.ASCII.GetBytes(text));
            deflate.Flush();
            return octets.ToArray();
        }
    }
}

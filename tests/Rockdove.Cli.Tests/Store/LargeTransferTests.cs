using Rockdove.Storage;
using Rockdove.Storage.Sqlite;

namespace Rockdove.Cli.Tests;

/// <summary>A message of 100 MB, all but one line of it, goes into every format and back in slices.</summary>
public sealed class LargeTransferTests : IAsyncDisposable
{
    private readonly TransferFixture _files = new();

    public ValueTask DisposeAsync() => _files.DisposeAsync();

    [Theory]
    [InlineData("mbox")]
    [InlineData("maildir")]
    [InlineData("eml")]
    [InlineData("zip")]
    public async Task A_hundred_megabytes_pass_through_a_heap_of_forty_eight(string format)
    {
        await using (var store = SqliteMailStore.Open(_files["mail"], new() { KeptFreeBytes = 0 }))
        {
            var inbox = (await store.CreateMailboxAsync(MailboxName.Inbox(""), TransferFixture.Token)).Id;
            await using var staged = await store.StageAsync(0, TransferFixture.Token);
            await staged.WriteAsync("Subject: large\r\n\r\n"u8.ToArray(), TransferFixture.Token);
            var slice = new byte[64 * 1024];
            Array.Fill(slice, (byte)'x');
            for (var i = 0; i < Slices; i++)
                await staged.WriteAsync(slice, TransferFixture.Token);
            await staged.WriteAsync("\r\n"u8.ToArray(), TransferFixture.Token);
            await store.CommitAsync(staged, null, [new(inbox, TransferFixture.Date)], TransferFixture.Token);
        }

        await RunAsync("export", _files["mail"], _files["out"], "--format", format);
        await RunAsync("import", _files["copy"], _files["out"]);

        Assert.Equal(
            SqliteStoreStats.Read(_files["mail"]).LargestBytes, SqliteStoreStats.Read(_files["copy"]).LargestBytes);
    }

    private static async Task RunAsync(params string[] arguments)
    {
        using var process = new RockdoveProcess("store", arguments, ("DOTNET_GCHeapHardLimit", HeapBytesInHex));
        var (code, _, errors) = await process.EndAsync();
        Assert.True(code == 0, errors);
    }

    private const int Slices = 1600;

    private const string HeapBytesInHex = "0x3000000";
}

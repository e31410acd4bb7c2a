using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Rockdove.Testing;

namespace Rockdove.RealClients.Tests;

/// <summary>A disk that is really full: a small one in memory, which only the catcher and this test can see.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_full_disk_refuses_mail_loses_none_and_takes_mail_again_when_there_is_room()
    {
        await Permission.RequireAsync(
            "This needs root and leave to mount.",
            "unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", _folder.Path);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(3));
        var token = patience.Token;
        using var process = Process.Start(new ProcessStartInfo(
            "unshare",
            [
                "--mount", "sh", "-c",
                $"mount -t tmpfs -o size={DiskMegabytes}m tmpfs \"$0\" && exec \"$@\"", _folder.Path,
                RockdoveProgram.Path,
                "catch", "--smtp", "127.0.0.1:0", "--http", "127.0.0.1:0", "--data", Path.Combine(_folder.Path, "data"),
            ])
        {
            RedirectStandardOutput = true,
        })!;
        try
        {
            var smtp = IPEndPoint.Parse((await process.StandardOutput.ReadLineAsync(token))!.Split(' ')[1]);
            using var http = new HttpClient
            {
                BaseAddress = new((await process.StandardOutput.ReadLineAsync(token))!.Split(' ')[1]),
            };

            // What is kept free for deleting is no room for mail.
            var acknowledged = 0;
            while (await SendAsync(smtp, token) is not 452)
                Assert.InRange(++acknowledged, 0, MostMessages);
            Assert.NotEqual(0, acknowledged);

            // Somebody else takes that as well.
            var hog = $"/proc/{process.Id}/root{Path.Combine(_folder.Path, "hog")}";
            Fill(hog);
            Assert.Equal(452, await SendAsync(smtp, token));
            Assert.Equal(acknowledged, await CountAsync(http, token));

            File.Delete(hog);
            (await http.DeleteAsync(new Uri("api/v1/messages", UriKind.Relative), token)).EnsureSuccessStatusCode();
            while (await SendAsync(smtp, token) is not 250)
                token.ThrowIfCancellationRequested(); // How full the disk is, is looked up now and then.
            Assert.Equal(1, await CountAsync(http, token));
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static Task<int> SendAsync(IPEndPoint server, CancellationToken token) =>
        BareClient.SendAsync(server, Message, token);

    private static async Task<int> CountAsync(HttpClient http, CancellationToken token)
    {
        await using var json = await http.GetStreamAsync(new Uri("api/v1/messages", UriKind.Relative), token);
        using var list = await JsonDocument.ParseAsync(json, default, token);
        return list.RootElement.GetProperty("total").GetInt32();
    }

    private static void Fill(string path)
    {
        using var hog = File.Create(path, bufferSize: 1);
        var block = new byte[4096];
        try
        {
            for (var i = 0; i < DiskMegabytes * 256; i++)
                hog.Write(block);
        }
        catch (IOException)
        {
            return; // No space left on device.
        }
        Assert.Fail("The disk is larger than it should be.");
    }

    /// <summary>What is kept free, and some room for mail.</summary>
    private const int DiskMegabytes = 64 + 24;

    private const int MostMessages = 1000;

    private static readonly string Message =
        "Subject: large\r\n\r\n" + string.Concat(Enumerable.Repeat(new string('y', 70) + "\r\n", 2500));
}

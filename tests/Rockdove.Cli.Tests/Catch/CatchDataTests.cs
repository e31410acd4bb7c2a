using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Rockdove.Cli.Tests;

/// <summary>Mail that is to outlive the process, and words for mail that is not.</summary>
public sealed class CatchDataTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rockdove-data-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_was_acknowledged_is_there_after_a_kill()
    {
        string kept;
        using (var catcher = new CatchProcess([.. Anywhere, "--data", _folder]))
        {
            kept = await SendAsync(await catcher.ReadAddressAsync("smtp"), "Subject: survivor\r\n\r\nBody\r\n");
            await catcher.SignalAsync("KILL");
            Assert.Equal(137, (await catcher.EndAsync()).Code);
        }

        using var again = new CatchProcess([.. Anywhere, "--data", _folder]);
        await again.ReadAddressAsync("smtp");
        var http = await again.ReadAddressAsync("http");
        Assert.Equal($"mail in {_folder}", await again.ReadLineAsync());
        using var client = new HttpClient();
        var octets = await client.GetStringAsync($"http://{http}/api/v1/message/{kept}/raw", CatchProcess.Patience);
        Assert.EndsWith("Subject: survivor\r\n\r\nBody\r\n", octets, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_in_use_is_refused_with_the_process_that_has_it()
    {
        using var first = new CatchProcess([.. Anywhere, "--data", _folder]);
        await first.ReadAddressAsync("smtp");
        using var second = new CatchProcess([.. Anywhere, "--data", _folder]);

        var (code, output, errors) = await second.EndAsync();

        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith("rockdove: --data: ", errors, StringComparison.Ordinal);
        var process = await File.ReadAllTextAsync(Path.Combine(_folder, "lock.pid"), CatchProcess.Patience);
        Assert.Contains($"in use by process {process}", errors, StringComparison.Ordinal);
        using var running = Process.GetProcessById(int.Parse(process, CultureInfo.InvariantCulture));
        Assert.False(running.HasExited);
    }

    [Fact]
    public async Task Without_a_folder_it_says_that_mail_is_in_memory_only()
    {
        using var catcher = new CatchProcess(Anywhere);
        await catcher.ReadAddressAsync("smtp");
        await catcher.ReadAddressAsync("http");

        Assert.Contains("in memory only", await catcher.ReadLineAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--max-age", "7")]
    [InlineData("--max-age", "0d")]
    [InlineData("--max-age", "36501d")]
    [InlineData("--max-bytes", "0")]
    [InlineData("--compat", "smtp4dev")]
    [InlineData("--chaos-triggers", "Sender:200:5")]
    public async Task Options_that_make_no_sense_are_refused(string option, string value)
    {
        using var catcher = new CatchProcess([.. Anywhere, option, value]);

        var (code, _, errors) = await catcher.EndAsync();

        Assert.Equal(2, code);
        Assert.Contains($"{option} '{value}' is not allowed", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--tag", "x")]
    [InlineData("--tag", "x=subject:/[/")]
    [InlineData("--route", "foo")]
    [InlineData("--webhook", "ftp://x")]
    [InlineData("--release-all")]
    public async Task What_is_found_later_is_a_mistake_of_the_command_line_nonetheless(params string[] said)
    {
        using var catcher = new CatchProcess([.. Anywhere, .. said]);

        var (code, _, errors) = await catcher.EndAsync();

        Assert.Equal(2, code);
        Assert.StartsWith("rockdove: ", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--tags-config", "/nowhere/tags")]
    [InlineData("--webhooks", "/nowhere/hooks")]
    [InlineData("--route", "up=smtp://ann@x.test?password-file=/nowhere/password")]
    [InlineData("--smtp-auth-file", "/nowhere/users")]
    [InlineData("--token-file", "/nowhere/tokens")]
    [InlineData("--data", "/proc/x")]
    public async Task A_file_that_cannot_be_used_is_no_mistake_of_the_command_line(string option, string value)
    {
        using var catcher = new CatchProcess([.. Anywhere, option, value]);

        Assert.Equal(1, (await catcher.EndAsync()).Code);
    }

    /// <summary>Sends a message and returns the id under which it is kept.</summary>
    private static async Task<string> SendAsync(IPEndPoint address, string message)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address, CatchProcess.Patience);
        using var reader = new StreamReader(client.GetStream());
        await client.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes(
                $"EHLO c\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n{message}.\r\n"),
            CatchProcess.Patience);
        while (await reader.ReadLineAsync(CatchProcess.Patience) is { } line)
        {
            if (line.StartsWith("250 2.0.0 Kept as ", StringComparison.Ordinal))
                return line.Split(' ')[^1];
        }
        throw new EndOfStreamException("The message was not kept.");
    }

    private static readonly string[] Anywhere = ["--smtp", "127.0.0.1:0", "--http", "127.0.0.1:0"];
}

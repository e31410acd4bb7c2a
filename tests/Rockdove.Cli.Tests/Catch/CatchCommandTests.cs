using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Rockdove.Cli.Tests;

public class CatchCommandTests
{
    [Fact]
    public async Task Every_listener_is_told_in_a_line_and_takes_mail()
    {
        using var catcher = new CatchProcess([.. Anywhere, "--smtps", "127.0.0.1:0", "--lmtp", "127.0.0.1:0"]);
        var smtp = await catcher.ReadAddressAsync("smtp");
        await catcher.ReadAddressAsync("smtps");
        await catcher.ReadAddressAsync("lmtp");
        var http = await catcher.ReadAddressAsync("http");

        var answer = await TalkAsync(
            smtp, "EHLO c\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nSubject: hi\r\n\r\n.\r\nQUIT\r\n");

        Assert.Contains("250 2.0.0 Kept as ", answer, StringComparison.Ordinal);
        using var client = new HttpClient();
        Assert.Contains(
            "\"Subject\":\"hi\"",
            await client.GetStringAsync($"http://{http}/api/v1/messages", CatchProcess.Patience),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_caught_is_fetched_by_pop3()
    {
        using var catcher = new CatchProcess([.. Anywhere, "--pop3", "127.0.0.1:0"]);
        var smtp = await catcher.ReadAddressAsync("smtp");
        var pop3 = await catcher.ReadAddressAsync("pop3");
        await TalkAsync(
            smtp, "EHLO c\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nSubject: hi\r\n\r\n.\r\nQUIT\r\n");

        var answer = await TalkAsync(pop3, "USER anybody\r\nPASS x\r\nRETR 1\r\nQUIT\r\n");

        Assert.EndsWith("octets\r\nSubject: hi\r\n\r\n.\r\n+OK Goodbye\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_json_each_line_is_an_object()
    {
        using var catcher = new CatchProcess([.. Anywhere, "--json"]);

        using var smtp = JsonDocument.Parse(await catcher.ReadLineAsync());
        using var http = JsonDocument.Parse(await catcher.ReadLineAsync());

        Assert.Equal("smtp", smtp.RootElement.GetProperty("listening").GetString());
        Assert.NotEqual(0, IPEndPoint.Parse(smtp.RootElement.GetProperty("address").GetString()!).Port);
        Assert.Equal("http", http.RootElement.GetProperty("listening").GetString());
        Assert.StartsWith(
            "http://127.0.0.1:", http.RootElement.GetProperty("address").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_ends_idle_sessions_lets_a_message_arrive_and_exits_with_0(string signal)
    {
        using var catcher = new CatchProcess(Anywhere);
        var smtp = await catcher.ReadAddressAsync("smtp");
        await catcher.ReadAddressAsync("http");
        using var idle = await ConnectAsync(smtp);
        using var busy = await ConnectAsync(smtp);
        await SayAsync(busy, "EHLO c", "250 ");
        await SayAsync(busy, "MAIL FROM:<a@b>", "250 ");
        await SayAsync(busy, "RCPT TO:<c@d>", "250 ");
        await SayAsync(busy, "DATA", "354 ");

        await catcher.SignalAsync(signal);
        Assert.StartsWith("421 ", await idle.ReadLineAsync(CatchProcess.Patience), StringComparison.Ordinal);
        await SayAsync(busy, "Subject: x\r\n\r\n.", "250 ");

        var (code, _, errors) = await catcher.EndAsync();
        Assert.Equal((0, ""), (code, errors));
    }

    [Fact]
    public async Task A_port_in_use_is_named_with_its_option()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen();
        using var catcher = new CatchProcess("--smtp", "127.0.0.1:0", "--http", $"{taken.LocalEndPoint}");

        var (code, output, errors) = await catcher.EndAsync();

        Assert.Equal((1, ""), (code, output));
        AssertOneLine(errors, "--http", $"{taken.LocalEndPoint}", "another program listens there");
    }

    [Fact]
    public async Task An_address_that_is_asked_for_twice_is_named_with_both_options()
    {
        using var free = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        free.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // Kept, so that nobody else gets it: bound by none of them.
        using var catcher = new CatchProcess(
            "--smtp", $"{free.LocalEndPoint}", "--lmtp", $"{free.LocalEndPoint}", "--http", "127.0.0.1:0");

        var (code, output, errors) = await catcher.EndAsync();

        Assert.Equal((1, ""), (code, output));
        AssertOneLine(errors, $"--smtp {free.LocalEndPoint}", "--lmtp is the same", "allowed is an address for each");
    }

    [Fact]
    public async Task An_address_of_another_machine_is_named_with_its_option()
    {
        using var catcher = new CatchProcess("--smtp", "192.0.2.1:0", "--http", "127.0.0.1:0");

        var (code, output, errors) = await catcher.EndAsync();

        Assert.Equal((1, ""), (code, output));
        AssertOneLine(errors, "--smtp", "192.0.2.1:0", "allowed are an address of this machine");
    }

    [Theory]
    [InlineData("--smtp", "nonsense", "allowed are")]
    [InlineData("--http", "127.0.0.1:99999", "allowed are")]
    [InlineData("--max", "0", "from 1 to")]
    [InlineData("--max", "many", "from 1 to")]
    [InlineData("--max-message-bytes", "-1", "from 1 to")]
    [InlineData("--max-message-bytes", "1073741825", "to 1073741824")]
    [InlineData("--host-name", "two words", "such as mail.example.org")]
    [InlineData("--allow-host", "*", "such as mail.example.org")]
    [InlineData("--key", "key.pem", "--cert")]
    [InlineData("--cert", "", "allowed is a file")]
    [InlineData("--spamassassin", "127.0.0.1", "allowed is HOST:PORT")]
    [InlineData("--spamassassin", "127.0.0.1:0", "allowed is HOST:PORT")]
    [InlineData("--resolver", "dns.example.org", "allowed are 127.0.0.1")]
    public async Task A_value_that_is_not_allowed_is_named_with_what_is(string option, string value, string allowed)
    {
        using var catcher = new CatchProcess([option, value]);

        var (code, output, errors) = await catcher.EndAsync();

        Assert.Equal((2, ""), (code, output));
        var lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("Try 'rockdove catch --help'.", lines[^1]);
        AssertOneLine(lines[0], option, option == "--key" ? "" : value, allowed);
        Assert.Equal(2, lines.Length);
    }

    [Fact]
    public async Task A_password_is_not_shown_when_it_is_refused()
    {
        using var catcher = new CatchProcess("--auth", "hunter2");

        var (code, output, errors) = await catcher.EndAsync();

        Assert.Equal((2, ""), (code, output));
        Assert.Contains("USER:PASSWORD", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", errors, StringComparison.Ordinal);
    }

    private static void AssertOneLine(string errors, params IReadOnlyList<string> parts)
    {
        var line = Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("rockdove: ", line, StringComparison.Ordinal);
        foreach (var part in parts)
            Assert.Contains(part, line, StringComparison.Ordinal);
    }

    private static async Task<string> TalkAsync(IPEndPoint address, string text)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address, CatchProcess.Patience);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), CatchProcess.Patience);
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadToEndAsync(CatchProcess.Patience);
    }

    /// <summary>Connects and reads the greeting.</summary>
    private static async Task<StreamReader> ConnectAsync(IPEndPoint address)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(address, CatchProcess.Patience);
        var reader = new StreamReader(new NetworkStream(socket, ownsSocket: true));
        Assert.StartsWith("220 ", await reader.ReadLineAsync(CatchProcess.Patience), StringComparison.Ordinal);
        return reader;
    }

    /// <summary>Says a line and reads to the last line of the reply.</summary>
    private static async Task SayAsync(StreamReader session, string line, string expected)
    {
        await session.BaseStream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), CatchProcess.Patience);
        string reply;
        do
            reply = await session.ReadLineAsync(CatchProcess.Patience) ?? "";
        while (reply.Length > 3 && reply[3] == '-');
        Assert.StartsWith(expected, reply, StringComparison.Ordinal);
    }

    private static readonly string[] Anywhere = ["--smtp", "127.0.0.1:0", "--http", "127.0.0.1:0"];
}

using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Rockdove.Cli.Tests;

/// <summary><c>rockdove mock</c> as a shell sees it, with the tests of go-smtp-mock's command by their names.</summary>
public class MockCommandTests
{
    [Theory]
    [InlineData("INT")]
    [InlineData("QUIT")]
    [InlineData("TERM")]
    public async Task TestRun_Signals(string signal)
    {
        using var mock = new MockProcess("-failFast");
        var address = await mock.ReadAddressAsync("smtp");
        using var client = await ConnectAsync(address);
        Assert.Equal("220 Welcome", await client.ReadLineAsync(MockProcess.Patience));

        await mock.SignalAsync(signal);

        Assert.Equal("421 Service not available", await client.ReadLineAsync(MockProcess.Patience));
        Assert.Equal((0, "", ""), await mock.EndAsync());
    }

    [Theory]
    [InlineData("INT", 0)]
    [InlineData(null, 1)]
    public async Task TestMain(string? signal, int code)
    {
        using var mock = new MockProcess(signal is null ? ["-host=192.0.2.1", "-log"] : ["-log"]);
        if (signal is not null)
        {
            await mock.ReadAddressAsync("smtp");
            await mock.SignalAsync(signal);
        }

        var (ended, output, errors) = await mock.EndAsync();
        Assert.Equal((code, ""), (ended, output));
        var lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(signal is null ? 2 : 0, lines.Length);
        if (signal is null)
        {
            Assert.Matches($"^ERROR: {Time} Failed to start SMTP mock server on port: 0$", lines[0]);
            Assert.StartsWith("rockdove: --host 192.0.2.1 --port 0: ", lines[1], StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("-some=flag", 2)]
    [InlineData("-host=192.0.2.1", 1)]
    [InlineData("-v", 0)]
    public async Task TestRun(string flag, int code)
    {
        using var mock = new MockProcess(flag, "-port=0");
        var (ended, output, errors) = await mock.EndAsync();

        Assert.Equal(code, ended);
        if (code == 0)
            Assert.StartsWith("rockdove: ", output, StringComparison.Ordinal);
        else
            Assert.StartsWith("rockdove: ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void TestPrintVersionData()
    {
        using var output = new StringWriter();
        BuildLines.Print(output);

        var lines = output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["rockdove", "commit", "built at"], lines.Select(line => line.Split(": ")[0]));
        Assert.All(lines, line => Assert.NotEmpty(line.Split(": ")[1]));
    }

    [Fact]
    public async Task The_log_tells_the_conversation_of_either_manner()
    {
        foreach (var profile in (string[])["rockdove", "go-smtp-mock"])
        {
            using var mock = new MockProcess("--profile", profile, "-log");
            var line = await mock.ReadLineAsync();
            if (profile == "go-smtp-mock")
            {
                Assert.Matches($"^INFO: {Time} SMTP mock server started on port: [0-9]+$", line);
                line = await mock.ReadLineAsync();
            }

            var address = IPEndPoint.Parse(line.Split(' ')[1]);
            using (var client = await ConnectAsync(address))
            {
                await client.ReadLineAsync(MockProcess.Patience);
                await client.BaseStream.WriteAsync(Encoding.ASCII.GetBytes("NOOP\r\nQUIT\r\n"), MockProcess.Patience);
                await client.ReadToEndAsync(MockProcess.Patience);
            }

            await mock.SignalAsync("TERM");
            var (code, output, errors) = await mock.EndAsync();
            Assert.Equal((0, ""), (code, errors));
            Assert.Matches($"INFO: {Time} SMTP request: NOOP", output);
            Assert.Contains(" SMTP response: 250 ", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task With_json_each_line_is_an_object()
    {
        using var mock = new MockProcess("-failFast", "-log", "--json", "--http", "127.0.0.1:0");
        using var started = JsonDocument.Parse(await mock.ReadLineAsync());
        using var smtp = JsonDocument.Parse(await mock.ReadLineAsync());
        using var http = JsonDocument.Parse(await mock.ReadLineAsync());
        var port = IPEndPoint.Parse(smtp.RootElement.GetProperty("address").GetString()!).Port;

        Assert.Equal(
            $"SMTP mock server started on port: {port}", started.RootElement.GetProperty("message").GetString());
        Assert.Equal("info", started.RootElement.GetProperty("level").GetString());
        Assert.InRange(started.RootElement.GetProperty("time").GetDateTimeOffset(),
            DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow);
        Assert.Equal("smtp", smtp.RootElement.GetProperty("listening").GetString());
        Assert.Equal("http", http.RootElement.GetProperty("listening").GetString());
    }

    [Fact]
    public async Task A_script_is_followed_in_either_manner()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "! on noop\nS: 299 Scripted\n", MockProcess.Patience);
            foreach (var profile in (string[])["rockdove", "go-smtp-mock"])
            {
                using var mock = new MockProcess("--profile", profile, "--script", file);
                using var client = await ConnectAsync(await mock.ReadAddressAsync("smtp"));
                await client.ReadLineAsync(MockProcess.Patience);
                await client.BaseStream.WriteAsync("NOOP\r\n"u8.ToArray(), MockProcess.Patience);
                Assert.Equal("299 Scripted", await client.ReadLineAsync(MockProcess.Patience));
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Every_fault_of_a_script_is_told_with_its_line()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "! on nowhere\nS: 250 x\n! on noop nth=x\n", MockProcess.Patience);
            using var mock = new MockProcess("--script", file);
            var (code, output, errors) = await mock.EndAsync();

            Assert.Equal((1, ""), (code, output));
            Assert.Contains($"rockdove: --script {file}:1: 'nowhere' is no moment", errors, StringComparison.Ordinal);
            Assert.All(
                errors.Split('\n', StringSplitOptions.RemoveEmptyEntries),
                line => Assert.StartsWith($"rockdove: --script {file}:", line, StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("off", "502")]
    [InlineData("offered", "220")]
    public async Task Tls_is_there_when_it_is_asked_for(string how, string code)
    {
        using var mock = new MockProcess("--profile", "go-smtp-mock", "--tls", how);
        using var client = await ConnectAsync(await mock.ReadAddressAsync("smtp"));
        await client.ReadLineAsync(MockProcess.Patience);
        await client.BaseStream.WriteAsync("STARTTLS\r\n"u8.ToArray(), MockProcess.Patience);
        Assert.StartsWith(code, await client.ReadLineAsync(MockProcess.Patience), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-port=abc", "--port", "from 0 to 65535")]
    [InlineData("-port=65536", "--port", "from 0 to 65535")]
    [InlineData("-port", "--port", "")]
    [InlineData("-host=nowhere.example", "--host", "allowed are an address")]
    [InlineData("-log=maybe", "--log", "true and false")]
    [InlineData("-failFast=2", "--failFast", "true and false")]
    [InlineData("-sessionTimeout=-1", "--sessionTimeout", "from 0 to 86400")]
    [InlineData("-responseDelayData=1201", "--responseDelayData", "from 0 to 1200")]
    [InlineData("-msgSizeLimit=x", "--msgSizeLimit", "from 0 to")]
    [InlineData("--profile=smtp", "--profile", "rockdove, go-smtp-mock")]
    [InlineData("--tls=maybe", "--tls", "off, offered, required, implicit")]
    [InlineData("--http=nonsense", "--http", "allowed are")]
    [InlineData("--auth=hunter2", "--auth", "USER:PASSWORD")]
    public async Task A_value_that_is_not_allowed_is_named_with_what_is(string given, string name, string allowed)
    {
        using var mock = new MockProcess(given);
        var (code, output, errors) = await mock.EndAsync();

        Assert.Equal((2, ""), (code, output));
        var lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Contains(name, lines[0], StringComparison.Ordinal);
        Assert.Contains(allowed, lines[0], StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", errors, StringComparison.Ordinal);
        Assert.Equal("Try 'rockdove mock --help'.", lines[1]);
    }

    [Theory]
    [InlineData("--profile", "rockdove", "-failFast", "--failFast belongs to go-smtp-mock")]
    [InlineData("--auth", "any", "-failFast", "--auth is not for go-smtp-mock's manner")]
    public async Task Flags_that_contradict_each_other_are_named(string name, string value, string other, string said)
    {
        using var mock = new MockProcess(name, value, other);
        var (code, _, errors) = await mock.EndAsync();

        Assert.Equal(2, code);
        Assert.Contains(said, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_help_has_every_flag_in_a_group()
    {
        using var mock = new MockProcess("-h");
        var (code, output, _) = await mock.EndAsync();

        Assert.Equal(0, code);
        Assert.Equal(5, output.Split('\n').Count(line => line.EndsWith(':')));
        foreach (var option in new MockCommandOptions().Groups.SelectMany(group => group.Options))
            Assert.Contains($"\n  {option.Name} ", output, StringComparison.Ordinal);
    }

    private const string Time = @"\d{4}/\d\d/\d\d \d\d:\d\d:\d\d\.\d{6}";

    private static async Task<StreamReader> ConnectAsync(IPEndPoint address)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(address, MockProcess.Patience);
        return new StreamReader(new NetworkStream(socket, ownsSocket: true));
    }
}

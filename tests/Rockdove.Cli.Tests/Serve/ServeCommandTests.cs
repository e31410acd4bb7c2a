using System.Net;
using System.Net.Sockets;

namespace Rockdove.Cli.Tests;

/// <summary><c>rockdove serve</c> from its start to its end.</summary>
public sealed class ServeCommandTests : IDisposable
{
    private readonly ServeFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task It_serves_until_it_is_told_to_stop(string signal)
    {
        await _folder.AddAccountAsync("ann@example.org");
        using var serve = _folder.Serve();
        var mx = await serve.ReadAddressAsync("mx");
        var pop3 = await serve.ReadAddressAsync("pop3");
        Assert.Equal($"mail in {_folder.Folder}/data", await serve.ReadLineAsync());
        await using (var talk = await LineTalk.ConnectAsync(mx))
        {
            await talk.SayAsync("EHLO client.test");
            Assert.StartsWith("250 ", await talk.SendAsync("ann@example.org", "hello"), StringComparison.Ordinal);
            Assert.StartsWith("550 ", await talk.SendAsync("bob@example.org", "hello"), StringComparison.Ordinal);
        }

        Assert.Equal(["+OK 1", "hello"], await FetchAsync(pop3));
        await serve.SignalAsync(signal);
        var (code, _, errors) = await serve.EndAsync();
        Assert.Equal((0, ""), (code, errors));
        Assert.False(File.Exists($"{_folder.Folder}/data/control.sock"));
    }

    [Fact]
    public async Task A_signal_that_comes_before_the_first_line_is_out_ends_it_too()
    {
        var isUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(_folder.Folder, "control.sock") { IncludeSubdirectories = true };
        watcher.Created += (_, _) => isUp.TrySetResult();
        watcher.EnableRaisingEvents = true;
        Directory.CreateDirectory(Path.Combine(_folder.Folder, "data"));
        using var serve = RockdoveProcess.WithFullOutput("serve", ["--config", _folder.Config]);
        await isUp.Task.WaitAsync(RockdoveProcess.Patience); // It accepts, and waits to say so.

        await serve.SignalAsync("TERM");
        var (code, output, errors) = await serve.EndAsync();
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("mail in ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_says_what_would_be_done()
    {
        var (code, output, errors) = await _folder.RunAsync("serve", "--check");

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(
            ["mx 127.0.0.1:0 mx", "pop3 127.0.0.1:0 pop3", $"mail in {_folder.Folder}/data",
                "the configuration can be used"],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.False(Directory.Exists($"{_folder.Folder}/data"));
    }

    [Theory]
    [InlineData("\"mx\":", "\"mex\":", "5: Listeners:mex has no Kind; allowed is one of mx, ")]
    [InlineData("127.0.0.1:0", "127.0.0.1", "5: Listeners:mx:Address is '127.0.0.1'; allowed is an address such as ")]
    [InlineData("\"AllowsClear\": true", "\"OffersTls\": true", "6: Listeners:pop3 (Pop3) needs a certificate, ")]
    [InlineData("\"Domains\"", "\"Certificates\": { \"a\": { \"File\": \"no.pem\" } }, \"Domains\"",
        "3: Certificates:a: The certificate '")]
    public async Task A_mistake_is_a_line_with_its_place(string old, string wrong, string message)
    {
        var text = ServeFolder.Small;
        var at = text.IndexOf(old, StringComparison.Ordinal);
        _folder.Write("rockdove.json", text[..at] + wrong + text[(at + old.Length)..]);
        foreach (var arguments in (string[][])[["--check"], []])
        {
            var (code, output, errors) = await _folder.RunAsync("serve", arguments);

            Assert.Equal((2, ""), (code, output));
            Assert.Contains($"rockdove: {_folder.Config}:{message}"[..^8], errors, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_told()
    {
        using var serve = new RockdoveProcess("serve", ["--config", "/nowhere/rockdove.json"]);
        var (code, _, errors) = await serve.EndAsync();

        Assert.Equal(2, code);
        Assert.StartsWith("rockdove: /nowhere/rockdove.json: Could not find", errors, StringComparison.Ordinal);
        Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_port_in_use_is_told()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var (code, output, errors) = await _folder.RunAsync(
            "serve", "--set", $"Listeners:mx:Address={other.LocalEndpoint}");

        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith(
            $"rockdove: Listeners:mx:Address {other.LocalEndpoint}: another program listens there; ", errors,
            StringComparison.Ordinal);
        Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_store_that_another_process_has_is_told()
    {
        using var first = _folder.Serve();
        await first.ReadAddressAsync("mx");
        var (code, output, errors) = await _folder.RunAsync("serve");

        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith($"rockdove: Data: {_folder.Folder}/data", errors, StringComparison.Ordinal);
        Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task The_environment_and_the_command_line_have_the_last_word()
    {
        using var serve = new RockdoveProcess(
            "serve",
            ["--config", _folder.Config, "--json", "--set", "Data=elsewhere", "--set", $"data={_folder.Folder}/d"],
            ("ROCKDOVE__Listeners__lmtp__Address", "127.0.0.1:0"),
            ("ROCKDOVE__HostName", "other.example.org"),
            ("ROCKDOVE__DATA", "/nowhere"));
        for (var i = 0; i < 3; i++)
            Assert.StartsWith("{\"listening\":\"", await serve.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Equal($"{{\"keeping\":\"{_folder.Folder}/d\"}}", await serve.ReadLineAsync());

        using var wrong = new RockdoveProcess(
            "serve", ["--config", _folder.Config, "--check"], ("ROCKDOVE__Quota__Bytes", "many"));
        var (code, _, errors) = await wrong.EndAsync();
        Assert.Equal(2, code);
        Assert.StartsWith(
            "rockdove: the environment variable ROCKDOVE__Quota__Bytes: Quota:Bytes is 'many'; allowed is a whole",
            errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_is_read_in_the_order_of_names()
    {
        var parts = Directory.CreateDirectory(Path.Combine(_folder.Folder, "parts")).FullName;
        _folder.Write("parts/20-b.conf", """{ "HostName": "b.example.org", "Data": "b" }""");
        _folder.Write("parts/10-a.json", """{ "HostName": "a.example.org", "Listeners": { "mx": {} } }""");
        _folder.Write("parts/30-c.txt", "not read");
        using var serve = new RockdoveProcess("serve", ["--config", parts, "--check"]);
        var (code, output, errors) = await serve.EndAsync();

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains($"mail in {parts}/b", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hang_up_reads_again_and_a_mistake_changes_nothing()
    {
        await _folder.AddAccountAsync("ann@example.org");
        using var serve = _folder.Serve();
        var mx = await serve.ReadAddressAsync("mx");
        await serve.ReadAddressAsync("pop3");
        await serve.ReadLineAsync();
        await using var talk = await LineTalk.ConnectAsync(mx);
        await talk.SayAsync("EHLO client.test");
        Assert.StartsWith("550 5.1.1", await talk.SendAsync("info@example.org", "x"), StringComparison.Ordinal);
        await talk.SayAsync("RSET");

        var text = ServeFolder.Small.Replace(
            "\"Domains\"", "\"Aliases\": { \"info@example.org\": \"ann@example.org\" }, \"Domains\"",
            StringComparison.Ordinal);
        _folder.Write("rockdove.json", text);
        await serve.SignalAsync("HUP");
        Assert.Equal("the configuration was read again", await serve.ReadLineAsync());
        Assert.StartsWith("250 ", await talk.SendAsync("info@example.org", "x"), StringComparison.Ordinal);

        _folder.Write("rockdove.json", text.Replace("\"Aliases\"", "\"Alias\"", StringComparison.Ordinal));
        await serve.SignalAsync("HUP");
        Assert.Contains(":3: Alias is an unknown key", await serve.ReadErrorLineAsync(), StringComparison.Ordinal);
        Assert.Equal(
            "rockdove: the configuration was read again and cannot be used; the one before stays",
            await serve.ReadErrorLineAsync());
        Assert.StartsWith("250 ", await talk.SendAsync("info@example.org", "x"), StringComparison.Ordinal);

        _folder.Write("rockdove.json", text.Replace(
            "\"mx\": {", "\"mx\": { \"Recipients\": 500,", StringComparison.Ordinal));
        await serve.SignalAsync("HUP");
        Assert.Equal(
            "rockdove: Listeners:mx is another one now, which needs a restart; the one before stays",
            await serve.ReadErrorLineAsync());
    }

    [Fact]
    public async Task Passwords_are_not_for_the_command_line()
    {
        var (code, _, errors) = await _folder.RunAsync("serve", "--set", "Accounts:ann@example.org=secret");

        Assert.Equal(2, code);
        Assert.DoesNotContain("secret", errors, StringComparison.Ordinal);
        Assert.StartsWith("rockdove: --set of a password is not allowed; ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_schema_is_printed()
    {
        var (code, output, _) = await _folder.RunAsync("serve", "--schema");

        Assert.Equal(0, code);
        Assert.StartsWith("{\n  \"$schema\": \"https://json-schema.org/", output, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<string>> FetchAsync(IPEndPoint pop3)
    {
        await using var talk = await LineTalk.ConnectAsync(pop3);
        await talk.SayAsync("USER ann@example.org");
        await talk.SayAsync("PASS secret");
        var count = await talk.SayAsync("STAT");
        await talk.SayAsync("RETR 1");
        return [count[..5], (await talk.ReadLinesAsync())[^1]];
    }
}

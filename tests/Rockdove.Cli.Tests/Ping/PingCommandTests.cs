using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Rockdove.Cli.Tests;

/// <summary><c>rockdove ping</c> with <c>rockdove serve</c> as the server of all accounts.</summary>
public sealed class PingCommandTests(PingCommandTests.Served served)
    : IClassFixture<PingCommandTests.Served>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rockdove-ping-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Each_way_is_timed_and_kept_and_the_mailboxes_are_empty_afterwards()
    {
        var config = Configure(served.Ports);
        var (code, output, errors) = await PingAsync("--config", config, "--json");
        Assert.True(code == 0, $"{code} {output} {errors}");
        Assert.Equal("", errors);

        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(7, lines.Count);
        foreach (var line in lines[..^1])
        {
            Assert.Equal("delivered", line.GetProperty("outcome").GetString());
            Assert.InRange(line.GetProperty("delivery").GetDouble(), 0, 30);
            Assert.True(line.GetProperty("phases").TryGetProperty("final", out _));
            Assert.NotEqual(0, line.GetProperty("hops").GetArrayLength());
        }

        Assert.Equal((6, 6), (lines[^1].GetProperty("pairs").GetInt32(), lines[^1].GetProperty("passed").GetInt32()));
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "results.db")));
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "results.db.key")));

        // A second run goes by the same database and key, and finds nothing that the first has left.
        (code, output, _) = await PingAsync("--config", config);
        Assert.Equal(0, code);
        Assert.Contains("6 of 6 pairs passed in ", output, StringComparison.Ordinal);
        Assert.Contains("(run 2)", output, StringComparison.Ordinal);
        Assert.Contains("ann -> bob  delivered ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_maping_file_is_taken_as_it_is_and_its_pairs_come_in_its_order()
    {
        var config = Write("config.json", $$"""
            // A maping file, but that its servers are on this machine and nobody has signed their certificate.
            {
              "testBody": "Test", "workerRoutines": 1,
              "database": { "file": "{{_folder.FullName}}/maping.db", "inmemory": false },
              "imap": { "loadrecent": 10, "timeout": 30, "timeoutrcv": 60, "waittime": 1 },
              "defaults": { "send": { "acceptAnyCertificate": true }, "receive": { "acceptAnyCertificate": true } },
              "deadlines": { "settle": "0s" },
              "mailAccounts": [ {{Account("ann")}}, {{Account("bob")}}, {{Account("cat")}} ]
            }
            """);
        var (code, output, errors) = await PingAsync("--config", config, "--classic", "--json");
        Assert.True(code == 0, $"{code} {output} {errors}");
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(
            ["ann>bob", "bob>ann", "ann>cat", "cat>ann", "bob>cat", "cat>bob"],
            lines[..^1].Select(line => $"{Name(line, "from")}>{Name(line, "to")}"));
        Assert.All(lines[..^1], line => Assert.InRange(line.GetProperty("classicSeconds").GetInt64(), 0, 30));

        string Account(string name) => $$"""
            { "user": "{{name}}@example.org", "password": "secret",
              "smtphost": "127.0.0.1:{{served.Ports["submission"]}}",
              "imaphost": "127.0.0.1:{{served.Ports["imap"]}}", "explicitssl_imap": false, "explicitssl_smtp": false }
            """;

        static string Name(JsonElement line, string key) => line.GetProperty(key).GetString()!.Split('@')[0];
    }

    [Fact]
    public async Task What_fails_is_named_and_the_others_go_on()
    {
        Write("wrong.password", "not this\n");
        var config = Configure(served.Ports, bobsPassword: "wrong.password");
        var (code, output, _) = await PingAsync("--config", config);
        Assert.Equal(4, code);
        Assert.Contains("ann -> cat  delivered", output, StringComparison.Ordinal);
        Assert.Contains("bob -> ann  auth_failed at auth: ", output, StringComparison.Ordinal);
        Assert.Contains("ann -> bob  receive_failed at auth: ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("not this", output, StringComparison.Ordinal);
    }

    /// <summary>When mailboxes cannot be reached, nothing is sent to them and no sender is tried.</summary>
    [Theory]
    [InlineData("submission,submissions", "send_failed at connect: ")]
    [InlineData("submission,submissions,imap,imaps,pop3s", "receive_failed at connect: ")]
    public async Task When_nobody_can_be_reached_it_says_so(string dead, string words)
    {
        var ports = new Dictionary<string, int>(served.Ports);
        foreach (var name in dead.Split(','))
            ports[name] = 1;
        var (code, output, errors) = await PingAsync("--config", Configure(ports));
        Assert.Equal(5, code);
        Assert.Equal(7, output.Split(words).Length);
        Assert.EndsWith("rockdove: nobody could be reached: look at this machine and its network first\n", errors,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_prints_the_plan()
    {
        var config = Configure(new Dictionary<string, int>
        {
            ["submission"] = 587, ["submissions"] = 465, ["imap"] = 143, ["imaps"] = 993, ["pop3s"] = 995,
        });
        var (code, output, errors) = await PingAsync("--config", config, "--check");
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("ann <ann@example.org> sends by 127.0.0.1:587 (starttls), receives by imap 127.0.0.1:143 "
            + "(starttls)", output, StringComparison.Ordinal);
        Assert.Contains("6 pairs, 5 mails at one time", output, StringComparison.Ordinal);
        Assert.Contains("ann sends 2 mails in a run, 96 in a day of rockdove ping serve (every 00:30:00), and may send "
            + "100 a day", output, StringComparison.Ordinal);
        var results = Path.Combine(_folder.FullName, "results.db");
        Assert.Contains($"results in {results}\n", output, StringComparison.Ordinal);
        Assert.EndsWith("the configuration can be used\n", output, StringComparison.Ordinal);
        (_, output, _) = await PingAsync("--config", config, "--check", "--db", "p.db");
        Assert.Contains($"results in {Path.GetFullPath("p.db")}\n", output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "results.db")));
    }

    [Fact]
    public async Task A_mistake_is_a_line_with_its_place_and_nothing_is_sent()
    {
        var config = Write("ping.json", "{\n  \"acounts\": {}\n}\n");
        var (code, output, errors) = await PingAsync("--config", config);
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith($"rockdove: {config}:2: acounts is an unknown key; known are ", errors,
            StringComparison.Ordinal);
        (code, _, errors) = await PingAsync("--config", "/nowhere/ping.json");
        Assert.Equal(2, code);
        Assert.StartsWith("rockdove: /nowhere/ping.json: Could not find", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_another_program_is_left_alone()
    {
        var config = Configure(new Dictionary<string, int>
        {
            ["submission"] = 1, ["submissions"] = 1, ["imap"] = 1, ["imaps"] = 1, ["pop3s"] = 1,
        });
        var other = Write("results.db", "ql, or something else that is no SQLite at all");
        var (code, _, errors) = await PingAsync("--config", config);
        Assert.Equal(1, code);
        Assert.Contains(other, errors, StringComparison.Ordinal);
        Assert.StartsWith("ql, ", File.ReadAllText(other), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_schema_is_that_of_docs()
    {
        var (code, output, _) = await PingAsync("--schema");
        Assert.Equal(0, code);
        Assert.Equal("rockdove ping", JsonDocument.Parse(output).RootElement.GetProperty("title").GetString());
    }

    private static async Task<(int Code, string Output, string Errors)> PingAsync(params string[] arguments)
    {
        using var ping = new RockdoveProcess("ping", arguments);
        return await ping.EndAsync();
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite); // Some hold passwords.
        return path;
    }

    /// <summary>Three accounts: STARTTLS with IMAP, TLS with IMAP, and TLS with POP3.</summary>
    private string Configure(IReadOnlyDictionary<string, int> ports, string bobsPassword = "right.password")
    {
        Write("right.password", "secret\n");
        return Write("ping.json", string.Create(CultureInfo.InvariantCulture, $$"""
            {
              "database": "results.db",
              "deadlines": { "soft": "60s", "mailbox": "1s", "settle": "0s" },
              "defaults": {
                "send": { "host": "{{IPAddress.Loopback}}", "acceptAnyCertificate": true },
                "receive": { "host": "{{IPAddress.Loopback}}", "acceptAnyCertificate": true, "poll": "1s" },
                "limits": { "perDay": 100 },
              },
              "accounts": {
                "ann": { "address": "ann@example.org", "auth": { "passwordFile": "right.password" },
                         "send": { "port": {{ports["submission"]}}, "security": "starttls" },
                         "receive": { "port": {{ports["imap"]}}, "security": "starttls" } },
                "bob": { "address": "bob@example.org", "auth": { "passwordFile": "{{bobsPassword}}" },
                         "send": { "port": {{ports["submissions"]}}, "security": "tls" },
                         "receive": { "port": {{ports["imaps"]}}, "security": "tls" } },
                "cat": { "address": "cat@example.org", "auth": { "passwordFile": "right.password" },
                         "send": { "port": {{ports["submissions"]}}, "security": "tls" },
                         "receive": { "protocol": "pop3", "port": {{ports["pop3s"]}}, "security": "tls" } },
              },
            }
            """));
    }

    /// <summary>A server that all tests send through.</summary>
    public sealed class Served : IAsyncLifetime
    {
        private readonly ServeFolder _folder = new(
            """
            {
              "HostName": "mail.example.org",
              "Domains": ["example.org"],
              "Accounts": { "ann@example.org": "secret", "bob@example.org": "secret", "cat@example.org": "secret" },
              "Certificates": { "main": { "Development": true } },
              "Listeners": {
                "submission": { "Address": "127.0.0.1:0" },
                "submissions": { "Address": "127.0.0.1:0" },
                "imap": { "Address": "127.0.0.1:0" },
                "imaps": { "Address": "127.0.0.1:0" },
                "pop3s": { "Address": "127.0.0.1:0" },
              },
            }
            """);
        private readonly Dictionary<string, int> _ports = [];
        private RockdoveProcess? _serve;

        /// <summary>Of its listeners, by their names.</summary>
        public IReadOnlyDictionary<string, int> Ports => _ports;

        public async ValueTask InitializeAsync()
        {
            _serve = _folder.Serve();
            foreach (var name in (string[])["submission", "submissions", "imap", "imaps", "pop3s"])
                _ports[name] = (await _serve.ReadAddressAsync(name)).Port;
        }

        public ValueTask DisposeAsync()
        {
            _serve?.Dispose();
            _folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

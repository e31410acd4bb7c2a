using Rockdove.Configuration;

namespace Rockdove.Prober.Tests;

/// <summary>What a configuration of ours says, and how it is told when it says nonsense.</summary>
public sealed class ProberConfigurationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rockdove-ping-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_whole_of_it_is_read()
    {
        WriteSecret("own.password", "secret\n");
        WriteSecret("gmail1.token", "token\n");
        var configuration = Read("""
            {
              "$schema": "./rockdove-ping.schema.json", // completion in editors
              "database": "results.db",
              "listen": "http://127.0.0.1:9860",
              "timeZone": "UTC",
              "concurrency": 3,
              "schedule": { "matrixEvery": "00:30:00", "mode": "rotate", "jitter": 0.1, "quiet": [ "02:00-02:30" ] },
              "deadlines": { "soft": "10m", "hard": "5.00:00:00", "connect": "15s",
                             "command": "00:01:00", "data": "5m" },
              "message": { "subject": "[test] {token}", "size": 2048, "keyFile": "hmac.key" },
              "defaults": { "receive": { "folders": [ "INBOX", "\\Junk" ], "cleanup": "delete" },
                            "limits": { "perDay": 400 } },
              "accounts": {
                "gmail1": { "address": "a@gmail.com", "preset": "gmail",
                            "auth": { "type": "oauth2", "tokenFile": "gmail1.token" } },
                "own":    { "address": "probe@example.org", "group": "ours",
                            "send":    { "host": "mx.example.org", "port": 587, "security": "starttls",
                                         "ehlo": "probe.example.org" },
                            "receive": { "host": "mx.example.org", "port": 993, "security": "tls" },
                            "auth":    { "user": "probe", "passwordFile": "own.password" }, "own": true },
                "oldpop": { "address": "x@isp.example",
                            "receive": { "protocol": "pop3", "host": "pop.isp.example", "security": "tls",
                                         "poll": "00:01:00" },
                            "auth": { "passwordEnv": "OLDPOP_PW" } },
              },
              "pairs": { "include": [ "*->*" ], "exclude": [ "gmail1->oldpop" ], "self": false },
              "checks": { "tls": true, "dane": "auto", "mtaSts": true, "dns": [ "127.0.0.1:53" ], "every": "06:00:00" },
              "alerts": [ { "rule": "pair", "failAfter": 2, "recoverAfter": 3, "slowerThan": "00:02:00",
                            "to": [ "ops" ] } ],
              "channels": { "ops": { "type": "webhook", "url": "https://example.org/hook" } },
              "retention": { "raw": "90.00:00:00", "goodTranscripts": "3d", "badTranscripts": "180.00:00:00" },
            }
            """);

        Assert.Equal(Path.Combine(_folder, "results.db"), configuration.Database);
        Assert.Equal(Path.Combine(_folder, "hmac.key"), configuration.KeyFile);
        Assert.Equal((3, 2048, "[test] {token}"),
            (configuration.Workers, configuration.Mail.Bytes, configuration.Mail.Subject));
        Assert.Equal((TimeSpan.FromMinutes(10), TimeSpan.FromDays(5)),
            (configuration.Deadlines.Soft, configuration.Deadlines.Hard));
        Assert.Equal(TimeSpan.FromMinutes(1), configuration.Patience.Command);
        Assert.Equal(["gmail1", "own", "oldpop"], configuration.Accounts.Select(one => one.Name));

        var (gmail, own, oldpop) =
            (configuration.Accounts[0], configuration.Accounts[1], configuration.Accounts[2]);
        Assert.Equal(new ProbeServer("smtp.gmail.com", 465, MailSecurity.Tls), gmail.Send);
        Assert.Equal(new ProbeServer("imap.gmail.com", 993, MailSecurity.Tls), gmail.Receive);
        Assert.Equal(("gmail", 400), (gmail.Group, gmail.Limits.PerDay));
        Assert.Equal(new ProbeServer("mx.example.org", 587, MailSecurity.StartTls), own.Send);
        Assert.Equal(("ours", "probe.example.org", true), (own.Group, own.HelloName, own.IsOwn));
        Assert.Null(oldpop.Send);
        Assert.Equal(new ProbeServer("pop.isp.example", 995, MailSecurity.Tls), oldpop.Receive);
        Assert.Equal((ReceiveProtocol.Pop3, TimeSpan.FromMinutes(1)), (oldpop.Protocol, oldpop.Poll));
        Assert.All(configuration.Accounts, one => Assert.NotNull(one.Login));

        Assert.Equal(
            ["gmail1 -> own", "own -> gmail1", "own -> oldpop"], configuration.Pairs.Select(pair => $"{pair}"));
        Assert.Equal(0.1, configuration.Schedule.Jitter);
        Assert.True(configuration.Schedule.Quiet[0].Contains(new TimeOnly(2, 15)));
        Assert.Equal(3, Assert.Single(configuration.Alerts).RecoverAfter);
        Assert.Equal("webhook", Assert.Single(configuration.Channels).Type);
        Assert.Equal(TimeSpan.FromDays(3), configuration.Retention.GoodTranscripts);
        Assert.Equal(["127.0.0.1:53"], configuration.Checks.Resolvers);
        Assert.Empty(configuration.Warnings);
        Assert.False(configuration.IsMaping);
    }

    [Theory]
    [InlineData("\"sender\": 1", "ping.json:2: sender is an unknown key; known are ")]
    [InlineData(
        "\"deadlines\": { \"sofft\": \"5m\" }",
        "ping.json:2: deadlines:sofft is an unknown key; known in deadlines are soft, hard")]
    [InlineData(
        "\"deadlines\": { \"soft\": 5 }",
        "ping.json:2: deadlines:soft is 5; allowed is a time of at least 00:00:01, such as 30s")]
    [InlineData("\"deadlines\": { \"soft\": \"5 minutes\" }", "deadlines:soft is '5 minutes'")]
    [InlineData("\"deadlines\": { \"soft\": \"0s\" }", "deadlines:soft is '0s'")]
    [InlineData(
        "\"deadlines\": { \"soft\": \"2h\", \"hard\": \"1h\" }",
        "deadlines:hard is 01:00:00, and deadlines:soft is 02:00:00")]
    [InlineData("\"concurrency\": 0", "concurrency is 0; allowed is a whole number from 1 to 100")]
    [InlineData("\"concurrency\": 101", "concurrency is 101")]
    [InlineData("\"message\": { \"subject\": \"none\" }", "allowed is a text with {token} in it")]
    [InlineData("\"message\": { \"bodyFile\": \"gone.txt\" }", "message:bodyFile is 'gone.txt': ")]
    [InlineData("\"timeZone\": \"Mars\"", "timeZone is 'Mars'; allowed is a zone such as Europe/Berlin")]
    [InlineData("\"schedule\": { \"jitter\": 1.1 }", "schedule:jitter is 1.1; allowed is a number from 0 to 1")]
    [InlineData("\"schedule\": { \"quiet\": [\"25:00-26:00\"] }", "schedule:quiet is [25:00-26:00]")]
    [InlineData(
        "\"schedule\": { \"quiet\": [\"00:00-12:00\", \"12:00-00:00\"] }",
        "schedule:quiet leaves no time of the day to send in")]
    [InlineData("\"pairs\": { \"exclude\": [\"a-b\"] }", "pairs:exclude is [a-b]; allowed is a list of pairs such as")]
    [InlineData(
        "\"pairs\": { \"exclude\": [\"a->c\"] }",
        "pairs has a->c, and no account is called c; accounts are a, b")]
    [InlineData("\"pairs\": { \"exclude\": [\"*->*\"] }", "there are no pairs")]
    [InlineData("\"alerts\": [ { \"to\": [\"ops\"] } ]", "alerts has a channel ops, and channels has none")]
    [InlineData("\"alerts\": [ {}, { \"rulle\": \"pair\" } ]", "alerts:1:rulle is an unknown key")]
    [InlineData("\"channels\": { \"ops\": { \"type\": \"webhook\" } }", "channels:ops has no url")]
    [InlineData("\"alerts\": [ { \"rule\": \"a\" }, { \"rule\": \"a\" } ]", "alerts has two rules a")]
    [InlineData("\"alerts\": [ { \"failAfter\": 3, \"outOf\": 2 } ]", "FailAfter is at least 1, and OutOf at least")]
    public void A_mistake_is_told_with_its_file_its_line_and_its_key(string line, string told)
    {
        var mistake = Assert.Throws<ConfigurationException>(() => Read(
            "{\n" + line + ",\n" + """
              "defaults": { "send": { "host": "h.test" }, "receive": { "host": "h.test" } },
              "accounts": { "a": { "address": "a@a.test" }, "b": { "address": "b@b.test" } }
            }
            """));
        Assert.Contains(told, Assert.Single(mistake.Mistakes).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"address\": \"ann\"", "accounts:a:address is 'ann'; allowed is an address")]
    [InlineData("\"send\": { \"host\": \"h.test\" }", "accounts:a has no address")]
    [InlineData("\"address\": \"a@a.test\"", "has no send:host and no receive:host")]
    [InlineData(
        "\"address\": \"a@a.test\", \"send\": { \"port\": 25 }, \"receive\": { \"host\": \"h\" }",
        "has a send without a host")]
    [InlineData("\"preset\": \"hotmail\"", "accounts:a:preset is 'hotmail'; allowed is one of gmail, ")]
    [InlineData(
        "\"address\": \"a@a.test\", \"preset\": \"gmail\", \"auth\": { \"user\": \"ann\" }",
        "has auth without a secret")]
    [InlineData(
        "\"address\": \"a@a.test\", \"preset\": \"gmail\", \"auth\": { \"type\": \"oauth2\" }",
        "has auth:type oauth2, and no token")]
    [InlineData(
        "\"address\": \"a@a.test\", \"preset\": \"gmail\", \"auth\": { \"password\": \"x\", "
        + "\"passwordEnv\": \"y\" }",
        "allowed is one of them")]
    [InlineData(
        "\"address\": \"a@a.test\", \"preset\": \"gmail\", \"auth\": { \"passwordFile\": \"gone\" }",
        "has auth:passwordFile 'gone', and there is no file")]
    [InlineData(
        "\"address\": \"a@a.test\", \"preset\": \"gmail\", \"auth\": { \"tokenEndpoint\": \"http://example.org/\" }",
        "allowed is an address that begins with https://")]
    [InlineData(
        "\"address\": \"a@a.test\", \"preset\": \"gmail\", \"auth\": { \"tokenEndpoint\": "
        + "\"https://example.org/\" }",
        "no auth:clientId")]
    [InlineData(
        "\"address\": \"a@a.test\", \"preset\": \"gmail\", \"auth\": { \"mechanisms\": [\"NTLM\"] }",
        "accounts:a:auth:mechanisms is [NTLM]")]
    [InlineData(
        "\"address\": \"a@a.test\", \"send\": { \"host\": \"h\", \"security\": \"none\" }, \"auth\": "
        + "{ \"password\": \"x\" }",
        "set send:allowPlaintextAuth to true")]
    [InlineData("\"address\": \"a@a.test\", \"send\": { \"host\": \"h h\" }", "accounts:a:send:host is 'h h'")]
    [InlineData(
        "\"address\": \"a@a.test\", \"send\": { \"host\": \"h\", \"family\": \"ipv5\" }",
        "accounts:a:send:family is 'ipv5'; allowed is one of any, ipv4, ipv6")]
    [InlineData(
        "\"address\": \"a@a.test\", \"send\": { \"host\": \"192.0.2.1\", \"family\": \"ipv6\" }",
        "has send:family, and send:host 192.0.2.1 is an address of the other kind")]
    [InlineData(
        "\"address\": \"a@a.test\", \"send\": { \"host\": \"h\", \"port\": 65536 }",
        "accounts:a:send:port is 65536")]
    public void A_mistake_in_an_account_is_told_too(string account, string told)
    {
        var mistake = Assert.Throws<ConfigurationException>(
            () => Read("{ \"accounts\": { \"a\": { " + account + " } } }"));
        Assert.Contains(mistake.Mistakes, one => one.ToString().Contains(told, StringComparison.Ordinal));
        Assert.DoesNotContain("\"x\"", mistake.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"host\": \"h\"", 465, MailSecurity.Tls)]
    [InlineData("\"host\": \"h\", \"port\": 587", 587, MailSecurity.StartTls)]
    [InlineData("\"host\": \"h\", \"port\": 465", 465, MailSecurity.Tls)]
    [InlineData("\"host\": \"h\", \"security\": \"starttls\"", 587, MailSecurity.StartTls)]
    [InlineData("\"host\": \"h\", \"security\": \"starttls-if-offered\"", 587, MailSecurity.StartTlsIfOffered)]
    [InlineData("\"host\": \"h\", \"security\": \"none\"", 25, MailSecurity.None)]
    [InlineData("\"host\": \"h\", \"security\": \"tls\", \"port\": 2465", 2465, MailSecurity.Tls)]
    public void Port_and_security_follow_from_each_other(string send, int port, MailSecurity security)
    {
        var account = ReadPair(send).Accounts[0];
        Assert.Equal(new ProbeServer("h", port, security), account.Send);
    }

    [Fact]
    public void What_an_account_says_goes_before_its_preset_and_that_before_the_defaults()
    {
        var account = Read("""
            { "defaults": { "preset": "gmx", "limits": { "perDay": 7, "perHour": 3 }, "receive": { "poll": "9s" } },
              "accounts": {
                "a": { "address": "a@a.test", "preset": "gmail", "send": { "host": "own.test" },
                       "limits": { "perHour": 5 }, "auth": { "password": "x" } },
                "b": { "address": "b@b.test", "auth": { "password": "x" } } } }
            """).Accounts;
        Assert.Equal(new ProbeServer("own.test", 465, MailSecurity.Tls), account[0].Send);
        Assert.Equal("imap.gmail.com", account[0].Receive!.Host);
        Assert.Equal(new SendLimits(null, 5, 7), account[0].Limits);
        Assert.Equal("imap.gmx.net", account[1].Receive!.Host);
        Assert.Equal(TimeSpan.FromSeconds(9), account[1].Poll);
    }

    [Theory]
    [InlineData(
        10,
        "00:15:00",
        500,
        "accounts:a0 would send 864 mails in a day (9 pairs, each every 00:15:00), and may send 500; "
        + "set schedule:matrixEvery to 00:26:00 or more")]
    [InlineData(10, "00:26:00", 500, null)]
    [InlineData(10, "00:25:00", 500, "set schedule:matrixEvery to 00:26:00")]
    [InlineData(5, "00:12:00", 500, null)]
    [InlineData(20, "00:55:00", 500, null)]
    [InlineData(3, "00:30:00", 1, "may send 1; take pairs out with pairs:exclude")]
    public void A_budget_that_cannot_be_kept_is_refused_with_what_would_help(
        int accounts, string every, int perDay, string? told)
    {
        var text = "{ \"schedule\": { \"matrixEvery\": \"" + every + "\" }, \"defaults\": { \"limits\": { \"perDay\": "
            + perDay + " } }, \"accounts\": { " + string.Join(", ", Enumerable.Range(0, accounts).Select(
                i => $"\"a{i}\": {{ \"address\": \"a@a{i}.test\", \"send\": {{ \"host\": \"h\" }}, "
                    + "\"receive\": { \"host\": \"h\" } }")) + " } }";
        if (told is null)
        {
            Assert.Equal(accounts, Read(text).Accounts.Count);
            return;
        }

        var mistakes = Assert.Throws<ConfigurationException>(() => Read(text)).Mistakes;
        Assert.Equal(accounts, mistakes.Count);
        Assert.Contains(told, mistakes[0].ToString(), StringComparison.Ordinal);
        Assert.StartsWith("ping.json:1", mistakes[0].Where, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_schedule_one_run_has_to_keep_the_limits()
    {
        var mistake = Assert.Throws<ConfigurationException>(() => Read("""
            { "defaults": { "limits": { "perHour": 1 }, "send": { "host": "h" }, "receive": { "host": "h" } },
              "accounts": { "a": { "address": "a@a.test" }, "b": { "address": "b@b.test", "limits": { "perHour": 2 } },
                            "c": { "address": "c@c.test", "limits": { "perHour": 2 } } } }
            """)).Mistakes;
        Assert.Contains("accounts:a would send 2 mails in an hour (2 pairs)", Assert.Single(mistake).What,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1:9860", "http://127.0.0.1:9860")]
    [InlineData("http://127.0.0.1:9860", "http://127.0.0.1:9860")]
    [InlineData("localhost:9860", "http://localhost:9860")]
    [InlineData("[::1]:9860", "http://[::1]:9860")]
    [InlineData("127.0.0.1", null)]
    [InlineData("[::1]", null)]
    [InlineData("example.org:9860", null)]
    [InlineData("https://127.0.0.1:9860", null)]
    [InlineData("127.0.0.1:9860/path", null)]
    public void Where_it_listens_is_said_with_http_or_without(string text, string? address)
    {
        var keys = $$"""
            { "listen": "{{text}}", "accounts": { "a": { "address": "a@a.test", "preset": "gmail" },
                                                  "b": { "address": "b@b.test", "preset": "gmail" } } }
            """;
        if (address is null)
            Assert.Throws<ConfigurationException>(() => Read(keys));
        else
            Assert.Equal(address, Read(keys).Listen);
    }

    [Fact]
    public void A_command_is_beside_the_configuration_and_one_that_is_not_there_is_warned_of()
    {
        var file = Path.Combine(_folder, "alert.sh");
        var told = $"channels:ops:command has {file}, and there is no such program to run";
        Assert.Equal([told], Commanded("./alert.sh").Warnings);
        File.WriteAllText(file, "#!/bin/sh\n");
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal([told], Commanded("./alert.sh").Warnings);
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var configuration = Commanded("./alert.sh");
        Assert.Empty(configuration.Warnings);
        Assert.Equal([file, "./word"], Assert.Single(configuration.Channels).Command);

        Assert.Empty(Commanded("dotnet").Warnings);
        Assert.Equal("dotnet", Commanded("dotnet").Channels[0].Command[0]);
        Assert.Equal(
            ["channels:ops:command has rockdove-has-no-such, and there is no such program to run"],
            Commanded("rockdove-has-no-such").Warnings);

        ProberConfiguration Commanded(string program) => Read($$"""
            { "accounts": { "a": { "address": "a@a.test", "preset": "gmail" },
                            "b": { "address": "b@b.test", "preset": "gmail" } },
              "channels": { "ops": { "type": "command", "command": [ "{{program}}", "./word" ] } } }
            """);
    }

    [Fact]
    public void A_password_in_a_file_that_others_may_read_is_warned_of()
    {
        if (OperatingSystem.IsWindows())
            return;
        const string Text = """
            { "accounts": { "a": { "address": "a@a.test", "preset": "gmail", "auth": { "password": "hidden" } },
                            "b": { "address": "b@b.test", "preset": "gmail", "auth": { "password": "hidden" } } } }
            """;
        var file = Path.Combine(_folder, "ping.json");
        File.WriteAllText(file, Text);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Empty(Read(Text).Warnings);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Equal(2, Read(Text).Warnings.Count);
        Assert.Contains("ping.json:1: accounts:a:auth:password", Read(Text).Warnings[0], StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", Read(Text).Warnings[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("passwordFile")]
    [InlineData("tokenFile")]
    public void A_file_of_a_secret_that_others_may_read_is_warned_of(string key)
    {
        if (OperatingSystem.IsWindows())
            return;
        var text = $$"""
            { "accounts": { "a": { "address": "a@a.test", "preset": "gmail", "auth": { "{{key}}": "a.secret" } },
                            "b": { "address": "b@b.test", "preset": "gmail" } } }
            """;
        var file = WriteSecret("a.secret", "hidden\n");
        Assert.Empty(Read(text).Warnings);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Assert.Equal(
            $"ping.json:1: accounts:a:auth:{key} is a file that others may read; take that away with chmod 600 {file}",
            Assert.Single(Read(text).Warnings));
    }

    [Fact]
    public void A_key_is_made_once_and_only_its_owner_reads_it()
    {
        var file = Path.Combine(_folder, "key");
        var key = MarkKey.ReadOrMake(file);
        Assert.Equal(32, key.Length);
        Assert.Equal(key, MarkKey.ReadOrMake(file));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        File.WriteAllText(file, "short");
        Assert.Contains("5 octets", Assert.Throws<IOException>(() => MarkKey.ReadOrMake(file)).Message,
            StringComparison.Ordinal);
    }

    /// <summary>Half of one would be what a kill leaves, and the next start refuses.</summary>
    [Fact]
    public async Task A_key_is_whole_as_soon_as_it_is_there()
    {
        for (var i = 0; i < 20; i++)
        {
            var file = Path.Combine(_folder, $"key{i}");
            File.WriteAllText(file + ".new", "half"); // Left by a kill.
            var begun = new TaskCompletionSource();
            var reading = Task.Run(() =>
            {
                begun.SetResult();
                while (!File.Exists(file))
                {
                }

                return File.ReadAllBytes(file);
            });
            await begun.Task;
            Assert.Equal(MarkKey.ReadOrMake(file), await reading);
            Assert.False(File.Exists(file + ".new"));
        }
    }

    private ProberConfiguration ReadPair(string send) => Read(
        "{ \"accounts\": { \"a\": { \"address\": \"a@a.test\", \"send\": { " + send + " } }, "
        + "\"b\": { \"address\": \"b@b.test\", \"receive\": { \"host\": \"h\" } } } }");

    /// <summary>A file that only its owner reads.</summary>
    private string WriteSecret(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return file;
    }

    private ProberConfiguration Read(string text) =>
        ProberConfiguration.Read([ConfigurationSource.File(text, "ping.json", _folder)], _folder);
}

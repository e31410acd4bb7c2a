using Rockdove.Configuration;
using Rockdove.Wire;

namespace Rockdove.Daemon.Tests;

/// <summary>What a configuration says, and how it is told when it says nonsense.</summary>
public sealed class ConfigurationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rockdove-config-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Comments_and_trailing_commas_are_allowed()
    {
        var configuration = Read("""
            # The whole file is a comment but for this:
            { // one
              "HostName": "mail.example.org", # two
              /* three,
                 over lines */
              "Domains": ["example.org", "example.net",],
              "Postmaster": "ann@example.org", "Listeners": { "mx": {}, "lmtp": { "Address": "127.0.0.1:2424" } },
              "Aliases": { "a#b@example.org": "ann@example.org", "c//d/*e*/@example.org": ["ann@example.org"] },
            }
            """);

        Assert.Equal("mail.example.org", configuration.Settings.HostName);
        Assert.Equal(["example.org", "example.net"], configuration.Settings.Domains);
        Assert.Equal(["[::]:25", "127.0.0.1:2424"], configuration.Listeners.Select(one => $"{one.Address}"));
        Assert.Equal(
            ["a#b@example.org", "c//d/*e*/@example.org"], configuration.Settings.Aliases.Keys.Order());
        Assert.Equal(Path.Combine(_folder, "data"), configuration.DataFolder);
    }

    [Fact]
    public void Sections_merge_and_of_other_values_the_last_one_counts()
    {
        var configuration = DaemonConfiguration.Read(
            [
                File("a.conf", """
                    { "HostName": "a.test", "Listeners": { "mx": { "MessageBytes": 1000 } }, "quota": { "bytes": 5 } }
                    """),
                File("b.json", """
                    { "hostname": "b.test", "Listeners": { "lmtp": {} }, "Listeners": { "MX": { "Recipients": 200 } },
                      "Quota": { "Messages": 6 } }
                    """),
                ConfigurationSource.Values([("HOSTNAME", "c.test", "the environment variable ROCKDOVE__HOSTNAME")]),
                ConfigurationSource.Values([("Listeners:mx:MessageBytes", "2000", "the command line")]),
            ],
            _folder);

        Assert.Equal("c.test", configuration.Settings.HostName);
        Assert.Equal(new(5, 6), configuration.Settings.Quota);
        Assert.Equal(["mx", "lmtp"], configuration.Listeners.Select(one => one.Name));
        Assert.Equal((2000, 200), (configuration.Listeners[0].MessageBytes, configuration.Listeners[0].Recipients));
    }

    [Theory]
    [InlineData("mx")]
    [InlineData("pop3")]
    [InlineData("imap")]
    public async Task Times_and_sizes_are_those_of_the_configuration(string listener)
    {
        var configuration = Read($$"""
            { "Accounts": { "ann@example.org": "secret" }, "Listeners": { "{{listener}}": {
                "Address": "127.0.0.1:0", "AllowsClear": true, "CommandSeconds": 30, "LoginSeconds": 20,
                "SessionSeconds": 60, "MessageBytes": 1000, "FailedLogins": 1 } } }
            """);
        var one = Assert.Single(configuration.Listeners);
        Assert.Equal(
            (30, 20, 60, 1000L, 1),
            (one.CommandPatience!.Value.TotalSeconds, one.LoginPatience!.Value.TotalSeconds,
                one.SessionPatience!.Value.TotalSeconds, one.MessageBytes, one.FailedLogins));
        await using var daemon = await RunningDaemon.StartAsync(_ => configuration.Settings, configuration.Listeners);
        await using var talk = await daemon.ConnectAsync(listener);
        await talk.ReadLineAsync();
        if (listener == "imap")
        {
            await using var ann = await daemon.ConnectAsync(listener);
            await ann.ReadLineAsync();
            Assert.Contains(
                "APPENDLIMIT=1000", await ann.AskAsync("a LOGIN ann@example.org secret"), StringComparison.Ordinal);
            Assert.StartsWith("b NO ", await talk.AskAsync("b LOGIN x y"), StringComparison.Ordinal);
            Assert.StartsWith("* BYE ", await talk.ReadLineAsync(), StringComparison.Ordinal);
        }
        else if (listener == "mx")
        {
            Assert.Contains("SIZE 1000", await talk.SayAsync("EHLO c.test", 250), StringComparison.Ordinal);
            await talk.SayAsync($"AUTH PLAIN {MailTalk.Plain("x", "y")}", 535);
            await talk.ReadAsync(421);
        }
        else
        {
            await talk.AskAsync("USER x");
            Assert.StartsWith("-ERR ", await talk.AskAsync("PASS y"), StringComparison.Ordinal);
        }

        await Assert.ThrowsAnyAsync<IOException>(talk.ReadLineAsync);
    }

    [Fact]
    public void Secrets_come_from_files()
    {
        System.IO.File.WriteAllText(Path.Combine(_folder, "ann"), "secret of ann\nnot this\n");

        var configuration = Read("""
            { "Listeners": { "mx": {} },
              "Accounts": { "ann@example.org": { "PasswordFile": "ann" }, "bob@example.org": "of bob" } }
            """);

        Assert.Equal(new Secret("secret of ann"), configuration.Settings.Accounts["ann@example.org"]);
        Assert.Equal(new Secret("of bob"), configuration.Settings.Accounts["bob@example.org"]);
    }

    [Theory]
    [InlineData("""{ "Listener": {} }""", "x.json:1: Listener is an unknown key; known are $schema, HostName, ")]
    [InlineData("{\n \"Listeners\": {\n  \"mx\": {\n   \"Adress\": \"*:25\" } } }",
        "x.json:4: Listeners:mx:Adress is an unknown key; known in Listeners:mx are Kind, Address, ")]
    [InlineData("{\n\"Listeners\": { \"mx\": { \"Address\": \"25:*\" } } }",
        "x.json:2: Listeners:mx:Address is '25:*'; allowed is an address such as *:25 (every interface), ")]
    [InlineData("""{ "Listeners": { "a": { "Kind": "smpt" } } }""",
        "x.json:1: Listeners:a:Kind is 'smpt'; allowed is one of mx, submission, submissions, lmtp, ")]
    [InlineData("""{ "Listeners": { "a": {} } }""", "x.json:1: Listeners:a has no Kind; allowed is one of mx, ")]
    [InlineData("""{ "Listeners": { "mx": { "Recipients": 99 } } }""",
        "x.json:1: Listeners:mx:Recipients is 99; allowed is a whole number from 100 to 2147483647")]
    [InlineData("""{ "Listeners": { "mx": { "Recipients": "100" } } }""",
        "x.json:1: Listeners:mx:Recipients is '100'; allowed is a whole number from 100 to 2147483647")]
    [InlineData("""{ "Listeners": { "mx": { "AllowsClear": "yes" } } }""",
        "x.json:1: Listeners:mx:AllowsClear is 'yes'; allowed is true or false")]
    [InlineData("""{ "Listeners": { "mx": { "Mechanisms": ["PLAIN", "ANONYMOUS"] } } }""",
        "x.json:1: Listeners:mx:Mechanisms is [PLAIN, ANONYMOUS]; allowed is a list of SCRAM-SHA-256, PLAIN, ")]
    [InlineData("""{ "Listeners": { "submission": {} } }""",
        "x.json:1: Listeners:submission (Submission) needs a certificate, and there is none in Certificates; or Allo")]
    [InlineData("""{ "Listeners": { "imaps": {} } }""",
        "x.json:1: Listeners:imaps (Imaps) needs a certificate, and there is none in Certificates")]
    [InlineData("""{ "HostName": "mail server" }""", "x.json:1: HostName is 'mail server'; allowed is a host name ")]
    [InlineData("""{ "Otlp": "a.test:4318", "Listeners": { "mx": {} } }""",
        "x.json:1: Otlp is 'a.test:4318'; allowed is ")]
    [InlineData("""{ "Otlp": "http://ann:x@a.test", "Listeners": { "mx": {} } }""", "x.json:1: Otlp has a value that ")]
    [InlineData("""{ "HostName": 5 }""", "x.json:1: HostName is 5; allowed is a host name such as mail.example.org")]
    [InlineData("""{ "HostName": null }""", "x.json:1: HostName is null; allowed is a host name such as ")]
    [InlineData("""{ "HostName": {} }""", "x.json:1: HostName is a section; allowed is a host name such as ")]
    [InlineData("""{ "Domains": [5] }""", "x.json:1: Domains is [5]; allowed is a list of domains")]
    [InlineData("""{ "Domains": ["a b"] }""", "x.json:1: Domains is [a b]; allowed is a list of domains")]
    [InlineData("""{ "Accounts": { "ann": "secret" } }""", "x.json:1: Accounts:ann is ***; allowed is a password; ")]
    [InlineData("""{ "Accounts": { "ann@example.org": { "Pasword": "secret" } } }""",
        "x.json:1: Accounts:ann@example.org:Pasword is an unknown key; known in Accounts:ann@example.org ")]
    [InlineData("""{ "Aliases": { "sales@example.org": ["ann"] } }""",
        "x.json:1: Aliases:sales@example.org is [ann]; allowed is a list of addresses; the name of the alias ")]
    [InlineData("""{ "Aliases": { "sales@example.org": [] } }""",
        "x.json:1: Aliases:sales@example.org is []; allowed is a list of addresses; the name of the alias ")]
    [InlineData("""{ "Logins": { "DelaySeconds": 9999999 } }""",
        "x.json:1: Logins:DelaySeconds is 9999999; allowed is a number of seconds from 0 to 2678400")]
    [InlineData("""{ "Delivery": { "DetailSeparator": "@" } }""",
        "x.json:1: Delivery:DetailSeparator is '@'; allowed is one mark such as + or -, or none")]
    [InlineData("""{ "Certificates": { "a": {} , "b": { "KeyFile": "k" } }, "Listeners": { "mx": {} } }""",
        "x.json:1: Certificates:a has no File; allowed is a file, or Development")]
    [InlineData("{ \"Listeners\": { \"mx\": {} },\n \"Certificates\": { \"main\": { } } }",
        "x.json:2: Certificates:main has no File; allowed is a file, or Development")]
    [InlineData("{ \"Listeners\": { \"mx\": {} },\n \"Certificates\": { \"main\": null } }",
        "x.json:2: Certificates:main is an unknown key; known in Certificates are ")]
    [InlineData("""{ "Certificates": { "a": { "Names": ["a.test"] } }, "Listeners": { "mx": {} } }""",
        "x.json:1: Certificates:a has no File; allowed is a file, or Development")]
    [InlineData("""{ "Listeners": { "imap": { "TrustedProxies": ["10.0.0.1/33"] } } }""",
        "x.json:1: Listeners:imap:TrustedProxies is [10.0.0.1/33]; allowed is a list of networks such as ")]
    [InlineData("""{ "Listeners": { "imap": { "LoginSeconds": 0 } } }""",
        "x.json:1: Listeners:imap:LoginSeconds is 0; allowed is a number of seconds from 1 to 2678400")]
    [InlineData("""{ "Certificates": { "a": { "File": "none.pem" } }, "Listeners": { "mx": {} } }""",
        "x.json:1: Certificates:a: The certificate '")]
    [InlineData("""{ "Logins": { "DelaySeconds": 20 }, "Listeners": { "mx": {} } }""", "the configuration: ")]
    [InlineData("{}", "the configuration: there are no Listeners; such as \"Listeners\": { \"mx\": {} }")]
    [InlineData("[]", "x.json:1: it begins with { and ends with }")]
    [InlineData("{ } { }", "x.json:1: this is no JSON: ")]
    [InlineData("{\n  \"HostName\": \"a\"\n  \"Data\": \"b\"\n}", "x.json:3: this is no JSON: ")]
    [InlineData("{\n /* for ever\n }", "x.json:2: a comment /* has no end */")]
    public void A_mistake_is_told_with_its_place(string text, string message)
    {
        var error = Assert.Throws<ConfigurationException>(() => Read(text));

        Assert.StartsWith(message, $"{error.Mistakes[0]}", StringComparison.Ordinal);
        Assert.All(error.Mistakes, mistake => Assert.DoesNotContain('\n', $"{mistake}"));
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        var error = Assert.Throws<ConfigurationException>(() => DaemonConfiguration.Read(
            [
                File("a.json", "{ \"A\": 1,\n \"Postmaster\": \"x\" }"),
                ConfigurationSource.Values([("Quota:Bytes", "none", "the environment variable X")]),
            ],
            _folder));

        Assert.Equal(
            ["a.json:1", "a.json:2", "the environment variable X"],
            error.Mistakes.Select(mistake => mistake.Where));
    }

    [Theory]
    [InlineData("mail.example.org", "CN=a")]
    [InlineData("www.example.net", "CN=b")]
    [InlineData("other.test", "CN=c")]
    public async Task A_certificate_is_shown_for_its_names(string name, string subject)
    {
        foreach (var one in (string[])["a", "b", "c"])
            WriteCertificate(one);
        var configuration = Read("""
            { "Listeners": { "submissions": { "Address": "127.0.0.1:0" } }, "Certificates": {
                "one": { "File": "a.pem", "Names": ["mail.example.org"] },
                "two": { "File": "b.pem", "Names": ["*.example.net"] },
                "others": { "File": "c.pem" } } }
            """);

        await using var daemon = await RunningDaemon.StartAsync(_ => configuration.Settings, configuration.Listeners);
        await using var talk = await daemon.ConnectAsync("submissions");

        Assert.Equal(subject, await talk.StartTlsAsync(name));
    }

    [Fact]
    public async Task Another_certificate_comes_with_other_settings()
    {
        await using var daemon = await RunningDaemon.StartAsync();
        WriteCertificate("new");
        daemon.Daemon.Change(daemon.Daemon.Settings with
        {
            Certificate = Hosting.CertificateSource.FromFiles(Path.Combine(_folder, "new.pem")),
        });

        await using var talk = await daemon.ConnectAsync("submissions");
        Assert.Equal("CN=new", await talk.StartTlsAsync());
    }

    private void WriteCertificate(string name)
    {
        using var key = System.Security.Cryptography.ECDsa.Create(
            System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest(
            $"CN={name}", key, System.Security.Cryptography.HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        System.IO.File.WriteAllText(
            Path.Combine(_folder, $"{name}.pem"),
            certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
    }

    private DaemonConfiguration Read(string text) => DaemonConfiguration.Read([File("x.json", text)], _folder);

    private ConfigurationSource File(string name, string text) => ConfigurationSource.File(text, name, _folder);
}

using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Rockdove.Hosting;
using Rockdove.Mime;
using Rockdove.Smtp;
using Rockdove.Wire;

namespace Rockdove.Cli.Tests;

public class SendTests
{
    [Fact]
    public async Task A_message_from_options_arrives_as_it_was_meant()
    {
        await using var server = await MailServer.StartAsync();
        var file = Scratch("notes.txt", "one\ntwo\n");

        var run = await SendRun.RunAsync(
            server.Address, "--from", "ann@client.test", "--to", "v@test", "--subject", "Grüße",
            "--body", "text\n.dot",
            "--html", "<p>text</p>", "--header", "X-Tag: 7", "--header", "Cc: C <c@test>", "--attach", file);

        Assert.Equal(0, run.ExitCode);
        Assert.Empty(run.Complaints);
        Assert.StartsWith("sent ", run.Output, StringComparison.Ordinal);
        Assert.EndsWith(": 250 2.0.0 Kept", run.Output.TrimEnd(), StringComparison.Ordinal);
        var mail = MimeMessage.Read(Assert.Single(server.Messages));
        Assert.Equal("Grüße", mail.Subject);
        Assert.Equal("ann@client.test", mail.From[0].Address);
        Assert.Equal(["u@test", "v@test"], mail.To.Select(to => to.Address));
        Assert.Equal("C <c@test>", mail.Cc[0].ToString());
        Assert.Equal("7", mail.Headers.Text("X-Tag"));
        Assert.Equal("text\r\n.dot\r\n", mail.Text);
        Assert.Contains("<p>text</p>", mail.HtmlBody!.DecodeText(), StringComparison.Ordinal);
        Assert.Contains(mail.Parts, part => part.FileName == "notes.txt");
    }

    [Fact]
    public async Task A_whole_message_is_sent_octet_for_octet()
    {
        await using var server = await MailServer.StartAsync();
        var text = "Subject: x\r\n\r\n.\r\n..\r\nno more\r\n";

        Assert.Equal(0, (await SendRun.RunAsync(server.Address, "--data", Scratch("whole.eml", text))).ExitCode);
        Assert.Equal(text, Encoding.ASCII.GetString(Assert.Single(server.Messages)));
    }

    [Theory]
    [InlineData(300)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(100_001)]
    public async Task A_generated_message_has_the_size_that_was_asked_for(int size)
    {
        await using var server = await MailServer.StartAsync();
        var run = await SendRun.RunAsync(server.Address, "--size", $"{size}", "--chunking");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(size, Assert.Single(server.Messages).Length);
        Assert.All(
            Encoding.ASCII.GetString(server.Messages.Single()).Split("\r\n"),
            line => Assert.InRange(line.Length, 0, 998));
    }

    [Theory]
    [InlineData("Connect", 4, "greeting")]
    [InlineData("Hello", 5, "hello")]
    [InlineData("Mail", 8, "mail")]
    [InlineData("u@test", 9, "rcpt")]
    [InlineData("Data", 11, "data")]
    [InlineData("Message", 11, "message")]
    public async Task The_exit_code_and_the_complaint_name_the_phase_that_was_refused(
        string refuses, int code, string phase)
    {
        await using var server = await MailServer.StartAsync(refuses: refuses);
        var run = await SendRun.RunAsync(server.Address);
        Assert.Equal(code, run.ExitCode);
        Assert.StartsWith($"{phase}: ", run.Complaints[0], StringComparison.Ordinal);
        Assert.Contains("550 5.7.1 Not for you", run.Complaints[0], StringComparison.Ordinal);
        Assert.Equal("", run.Output);
    }

    [Fact]
    public async Task A_message_for_some_is_told_apart_from_one_for_nobody()
    {
        await using var server = await MailServer.StartAsync(refuses: "bad@test");
        var run = await SendRun.RunAsync(server.Address, "--to", "bad@test");
        Assert.Equal(10, run.ExitCode);
        Assert.Equal(["rcpt: <bad@test> refused: 550 5.7.1 Not for you"], run.Complaints);
        Assert.StartsWith("sent ", run.Output, StringComparison.Ordinal);
        Assert.Contains(" to 1 of 2 ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_there_is_code_3()
    {
        using var notListening = new Socket(SocketType.Stream, ProtocolType.Tcp);
        notListening.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var run = await SendRun.RunAsync(notListening.LocalEndPoint!.ToString()!);
        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith("connect: ", run.Complaints.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silent_server_is_code_13()
    {
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        silent.Listen();
        var run = await SendRun.RunAsync(silent.LocalEndPoint!.ToString()!, "--timeout", "1");
        Assert.Equal(13, run.ExitCode);
        Assert.StartsWith("greeting: ", run.Complaints.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tls_that_is_required_and_not_there_is_code_6()
    {
        await using var server = await MailServer.StartAsync();
        Assert.Equal(6, (await SendRun.RunAsync(server.Address, "--tls", "require")).ExitCode);
        Assert.Empty(server.Messages);
    }

    [Theory]
    [InlineData("try")]
    [InlineData("require", "--tls-insecure")]
    [InlineData("implicit", "--tls-insecure")]
    public async Task Mail_goes_through_tls(string mode, params string[] more)
    {
        await using var server = await MailServer.StartAsync(options =>
        {
            options.Certificate = CertificateSource.Development("mx.test");
            options.RequiresTls = true;
            options.ImplicitTls = mode == "implicit";
        });
        var run = await SendRun.RunAsync(server.Address, ["--tls", mode, .. more]);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(" in Tls1", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_stops_what_needs_trust()
    {
        var password = Scratch("password", "secret\n");
        await using var server = await MailServer.StartAsync(options =>
        {
            options.Certificate = CertificateSource.Development("mx.test");
            options.Mechanisms = [SaslMechanisms.Find("PLAIN")!];
        });
        Assert.Equal(6, (await SendRun.RunAsync(server.Address, "--tls", "require")).ExitCode);

        string[] login = ["--user", "ann", "--password-file", password];
        Assert.Equal(6, (await SendRun.RunAsync(server.Address, login)).ExitCode);
        Assert.Empty(server.Logins);
        Assert.Equal(0, (await SendRun.RunAsync(server.Address, [.. login, "--tls-insecure"])).ExitCode);
        Assert.Equal(["ann:secret"], server.Logins);
    }

    [Fact]
    public async Task A_password_goes_in_clear_only_when_that_is_allowed()
    {
        string[] login = ["--user", "ann", "--password-file", Scratch("password", "secret\n"), "--auth", "login"];
        await using var server = await MailServer.StartAsync(options =>
        {
            options.AllowsSecretsInClear = true;
            options.Mechanisms = [SaslMechanisms.Find("LOGIN")!];
        });
        Assert.Equal(7, (await SendRun.RunAsync(server.Address, login)).ExitCode);
        Assert.Empty(server.Logins);
        Assert.Equal(0, (await SendRun.RunAsync(server.Address, [.. login, "--auth-in-clear"])).ExitCode);
        Assert.Equal(["ann:secret"], server.Logins);
    }

    [Fact]
    public async Task A_refused_login_is_code_7()
    {
        await using var server = await MailServer.StartAsync(
            options =>
            {
                options.AllowsSecretsInClear = true;
                options.Mechanisms = [SaslMechanisms.Find("PLAIN")!];
            },
            refuses: "Auth");
        var run = await SendRun.RunAsync(
            server.Address, "--user", "ann", "--password-file", Scratch("password", "x"), "--auth-in-clear");
        Assert.Equal(7, run.ExitCode);
        Assert.Contains("535 5.7.8", run.Complaints.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lmtp_speaks_lmtp()
    {
        await using var server = await MailServer.StartAsync(options => options.IsLmtp = true);
        Assert.Equal(0, (await SendRun.RunAsync(server.Address, "--lmtp", "--to", "v@test")).ExitCode);
        Assert.Equal(5, (await SendRun.RunAsync(server.Address)).ExitCode);
    }

    [Fact]
    public async Task Envelope_options_reach_the_server()
    {
        await using var server = await MailServer.StartAsync();
        var run = await SendRun.RunAsync(
            server.Address, "--from", "", "--notify", "success,delay", "--ret", "hdrs", "--envid", "QQ 314",
            "--eight-bit", "--smtputf8");
        Assert.Equal(0, run.ExitCode);
        var envelope = Assert.Single(server.Envelopes);
        Assert.True(envelope.Sender.Path.IsNull);
        Assert.True(envelope.Sender.IsSmtpUtf8);
        Assert.Equal(BodyType.EightBitMime, envelope.Sender.Body);
        Assert.Equal("QQ 314", envelope.Sender.Get<DsnEnvelopeId>()?.Id);
        Assert.Equal(new DsnReturn(false), envelope.Sender.Get<DsnReturn>());
        Assert.NotNull(envelope.Recipients[0].Get<DsnNotify>());
    }

    [Fact]
    public async Task Json_tells_all_of_it()
    {
        await using var server = await MailServer.StartAsync(refuses: "bad@test");
        var run = await SendRun.RunAsync(server.Address, "--to", "bad@test", "--json");
        using var json = JsonDocument.Parse(run.Output);
        var root = json.RootElement;
        Assert.Empty(run.Complaints);
        Assert.Equal(10, root.GetProperty("exitCode").GetInt32());
        Assert.Equal(server.Address, root.GetProperty("server").GetString());
        Assert.Equal(
            ["u@test delivered", "bad@test refused"],
            root.GetProperty("recipients").EnumerateArray().Select(one =>
                $"{one.GetProperty("address").GetString()} {one.GetProperty("outcome").GetString()}"));
        Assert.True(root.GetProperty("milliseconds").GetProperty("total").GetDouble() > 0);
    }

    [Fact]
    public async Task Timing_prints_each_phase()
    {
        await using var server = await MailServer.StartAsync();
        var run = await SendRun.RunAsync(server.Address, "--timing", "--quiet");
        Assert.Equal(
            ["connect", "greeting", "hello", "mail", "rcpt", "data", "message", "quit", "total"],
            run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]));
    }

    private static string Scratch(string name, string text)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("rockdove-send-").FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}

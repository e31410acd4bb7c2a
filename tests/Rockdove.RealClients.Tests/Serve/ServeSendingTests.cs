using System.Text;

namespace Rockdove.RealClients.Tests;

/// <summary>Programs that send, against <c>rockdove serve</c>.</summary>
public sealed class ServeSendingTests(RunningServe server) : IClassFixture<RunningServe>, IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly TestMail _mail = TestMail.Between(RunningServe.Ann, RunningServe.Bob);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Swaks_delivers_from_the_world()
    {
        (await SwaksAsync("mx", "x@elsewhere.test")).Succeeds();

        await ArrivesAsync("x@elsewhere.test", "ESMTP");
    }

    [Theory, InlineData("PLAIN"), InlineData("LOGIN")]
    public async Task Swaks_submits_after_starttls(string mechanism)
    {
        (await SwaksAsync("submission", RunningServe.Ann, ["--tls", .. LogIn(mechanism)])).Succeeds();

        await ArrivesAsync(RunningServe.Ann, "ESMTPSA");
    }

    [Fact]
    public async Task Swaks_is_refused_a_foreign_domain_and_a_foreign_sender()
    {
        var relay = await SwaksAsync(
            "submission", RunningServe.Ann, ["--tls", .. LogIn("PLAIN")], "who@elsewhere.test");
        relay.EndsWith(24).Says("550 5.7.1");
        var other = await SwaksAsync("submission", RunningServe.Bob, ["--tls", .. LogIn("PLAIN")]);
        other.EndsWith(23).Says("550 5.7.1");
        (await SwaksAsync("submission", RunningServe.Ann, ["--tls"])).EndsWith(23).Says("530 5.7.0");
    }

    [Fact]
    public async Task Swaks_delivers_by_lmtp()
    {
        (await SwaksAsync("lmtp", "x@elsewhere.test", ["--protocol", "LMTP"])).Succeeds();

        await ArrivesAsync("x@elsewhere.test", "LMTP");
    }

    [Theory, InlineData("plain"), InlineData("scram-sha-256")]
    public async Task Msmtp_submits(string mechanism)
    {
        var rules = _folder.Write("msmtprc", Encoding.UTF8.GetBytes($"""
            account default
            host 127.0.0.1
            port {server["submissions"]}
            tls on
            tls_starttls off
            tls_certcheck off
            auth {mechanism}
            user {RunningServe.Ann}
            password "{RunningServe.Password}"
            from {RunningServe.Ann}

            """));
        (await new ClientProgram("chmod").RunAsync("600", rules)).Succeeds();
        (await ClientProgram.Msmtp.RunAsync(
            _mail.WithUnixNewlines, ["-d", "-C", rules, RunningServe.Bob])).Succeeds();

        await ArrivesAsync(RunningServe.Ann, "ESMTPSA");
    }

    [Fact]
    public async Task Curl_submits_and_a_wrong_password_is_told()
    {
        (await CurlAsync(RunningServe.Password)).Succeeds();
        await ArrivesAsync(RunningServe.Ann, "ESMTPSA");
        (await CurlAsync("wrong")).EndsWith(67); // CURLE_LOGIN_DENIED
    }

    private Task<ClientRun> CurlAsync(string password) => ClientProgram.Curl.RunAsync(
    [
        "-sS", "-k", $"smtps://127.0.0.1:{server["submissions"]}", "--user", $"{RunningServe.Ann}:{password}",
        "--mail-from", RunningServe.Ann, "--mail-rcpt", RunningServe.Bob,
        "--upload-file", _folder.Write("mail.eml", _mail.Octets),
    ]);

    private Task<ClientRun> SwaksAsync(
        string listener, string from, IReadOnlyList<string>? more = null, string to = RunningServe.Bob) =>
        ClientProgram.Swaks.RunAsync(
        [
            "--server", $"127.0.0.1:{server[listener]}", "--from", from, "--to", to, "--helo", "client.example",
            "--data", $"@{_folder.Write("mail.eml", _mail.WithoutLastNewline)}", .. more ?? [],
        ]);

    private static string[] LogIn(string mechanism) =>
        ["--auth", mechanism, "--auth-user", RunningServe.Ann, "--auth-password", RunningServe.Password];

    /// <summary>The octets of the message, below Return-Path and Received.</summary>
    private async Task ArrivesAsync(string from, string protocol)
    {
        var message = await server.TakeAsync(RunningServe.Bob);
        var text = Encoding.Latin1.GetString(message);

        Assert.StartsWith($"Return-Path: <{from}>\r\nReceived: from ", text, StringComparison.Ordinal);
        Assert.Contains($"by mail.example.org with {protocol}", text, StringComparison.Ordinal);
        Assert.EndsWith(Encoding.Latin1.GetString(_mail.Octets), text, StringComparison.Ordinal);
    }
}

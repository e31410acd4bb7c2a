namespace Rockdove.RealClients.Tests;

/// <summary>curl, which speaks SMTP as it speaks everything.</summary>
public sealed class CurlTests(RunningCatch server) : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly TestMail _mail = TestMail.Create();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Mail_in_clear_arrives_octet_for_octet()
    {
        (await SendAsync($"smtp://127.0.0.1:{server.Smtp}/client.example")).Succeeds().Says("> EHLO client.example");

        var caught = (await server.OnlyMailToAsync(_mail.To)).Is(_mail);
        Assert.Equal("client.example", caught.Helo);
        Assert.Null(caught.Tls);
    }

    [Fact]
    public async Task Starttls_carries_mail()
    {
        (await SendAsync($"smtp://127.0.0.1:{server.Smtp}", "--ssl-reqd", "-k")).Succeeds().Says("> STARTTLS");

        Assert.NotNull((await server.OnlyMailToAsync(_mail.To)).Is(_mail).Tls);
    }

    [Fact]
    public async Task Implicit_tls_carries_mail()
    {
        (await SendAsync($"smtps://127.0.0.1:{server.Smtps}", "-k")).Succeeds();

        Assert.NotNull((await server.OnlyMailToAsync(_mail.To)).Is(_mail).Tls);
    }

    [Theory, InlineData("PLAIN"), InlineData("LOGIN"), InlineData("CRAM-MD5")]
    public async Task An_authenticated_user_sends(string mechanism)
    {
        var run = await SendAsync(
            $"smtp://127.0.0.1:{server.Smtp}",
            "--ssl-reqd", "-k", "--login-options", $"AUTH={mechanism}",
            "--user", $"{RunningCatch.User}:{RunningCatch.Password}");

        run.Succeeds().Says($"> AUTH {mechanism}").Says("< 235 2.7.0");
        Assert.Equal(RunningCatch.User, (await server.OnlyMailToAsync(_mail.To)).Is(_mail).User);
    }

    [Fact]
    public async Task An_initial_response_is_taken()
    {
        var run = await SendAsync(
            $"smtp://127.0.0.1:{server.Smtp}",
            "--ssl-reqd", "-k", "--login-options", "AUTH=PLAIN", "--sasl-ir",
            "--user", $"{RunningCatch.User}:{RunningCatch.Password}");

        run.Succeeds().Says("> AUTH PLAIN A");
        Assert.Equal(RunningCatch.User, (await server.OnlyMailToAsync(_mail.To)).Is(_mail).User);
    }

    [Fact]
    public async Task A_wrong_password_is_refused()
    {
        var run = await SendAsync($"smtp://127.0.0.1:{server.Smtp}", "--user", $"{RunningCatch.User}:wrong");

        run.EndsWith(LoginDenied).Says("< 535 5.7.8");
        Assert.Empty(await server.MailToAsync(_mail.To));
    }

    [Fact]
    public async Task Mail_to_a_utf8_address_arrives()
    {
        var international = TestMail.Create("gr\u00fc\u00dfe");

        var run = await SendAsync(international, $"smtp://127.0.0.1:{server.Smtp}");

        run.Succeeds().Says("SMTPUTF8");
        (await server.OnlyMailToAsync(international.To)).Is(international);
    }

    [Fact]
    public async Task One_message_goes_to_many_recipients()
    {
        string[] others = [.. Enumerable.Range(0, 20).Select(_ => TestMail.Create().To)];

        (await SendAsync(
            $"smtp://127.0.0.1:{server.Smtp}", [.. others.SelectMany(to => (string[])["--mail-rcpt", to])])).Succeeds();

        var caught = await server.OnlyMailToAsync(others[^1]);
        Assert.Equal([_mail.To, .. others], caught.To);
        Assert.Equal(_mail.Octets, caught.Octets);
    }

    [Fact]
    public async Task A_message_of_a_megabyte_arrives()
    {
        var line = new byte[1000];
        line.AsSpan().Fill((byte)'.');
        "\r\n"u8.CopyTo(line.AsSpan(998));
        byte[] octets = [.. _mail.Octets, .. Enumerable.Repeat(line, 1100).SelectMany(one => one)];

        (await SendAsync(_mail with { Octets = octets }, $"smtp://127.0.0.1:{server.Smtp}")).Succeeds();

        Assert.Equal(octets, (await server.OnlyMailToAsync(_mail.To)).Octets);
    }

    [Fact]
    public async Task Help_is_answered() =>
        (await ClientProgram.Curl.RunAsync("-sSv", $"smtp://127.0.0.1:{server.Smtp}")).Succeeds().Says("< 214");

    private Task<ClientRun> SendAsync(string url, params IReadOnlyList<string> more) => SendAsync(_mail, url, more);

    private Task<ClientRun> SendAsync(TestMail mail, string url, params IReadOnlyList<string> more) =>
        ClientProgram.Curl.RunAsync(
        [
            "-sSv", url, "--mail-from", mail.From, "--mail-rcpt", mail.To,
            "--upload-file", _folder.Write("mail.eml", mail.Octets), .. more,
        ]);

    /// <summary>curl(1), EXIT CODES.</summary>
    private const int LoginDenied = 67;
}

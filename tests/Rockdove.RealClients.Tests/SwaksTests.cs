namespace Rockdove.RealClients.Tests;

/// <summary>swaks, the Swiss Army knife for SMTP.</summary>
public sealed class SwaksTests(RunningCatch server) : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly TestMail _mail = TestMail.Create();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Mail_in_clear_arrives_octet_for_octet()
    {
        (await SendAsync(server.Smtp)).Succeeds().Says(" -> EHLO client.example").Says("<-  221 2.0.0");

        var caught = (await server.OnlyMailToAsync(_mail.To)).Is(_mail);
        Assert.Equal("client.example", caught.Helo);
        Assert.Null(caught.Tls);
        Assert.Null(caught.User);
    }

    [Fact]
    public async Task Mail_in_pipelined_commands_arrives()
    {
        (await SendAsync(server.Smtp, "--pipeline")).Succeeds().Says($" -> RCPT TO:<{_mail.To}>\n -> DATA\n<-  250 ");

        (await server.OnlyMailToAsync(_mail.To)).Is(_mail);
    }

    [Theory, InlineData("PLAIN"), InlineData("LOGIN"), InlineData("CRAM-MD5")]
    public async Task An_authenticated_user_sends_in_clear(string mechanism)
    {
        (await SendAsync(server.Smtp, LogIn(mechanism))).Succeeds().Says($"-> AUTH {mechanism}").Says("235 2.7.0");

        Assert.Equal(RunningCatch.User, (await server.OnlyMailToAsync(_mail.To)).Is(_mail).User);
    }

    [Theory, InlineData("PLAIN"), InlineData("LOGIN"), InlineData("CRAM-MD5")]
    public async Task An_authenticated_user_sends_after_starttls(string mechanism)
    {
        (await SendAsync(server.Smtp, ["--tls", .. LogIn(mechanism)])).Succeeds()
            .Says("-> STARTTLS").Says($"~> AUTH {mechanism}");

        var caught = (await server.OnlyMailToAsync(_mail.To)).Is(_mail);
        Assert.Equal(RunningCatch.User, caught.User);
        Assert.NotNull(caught.Tls);
    }

    [Fact]
    public async Task Implicit_tls_carries_mail()
    {
        (await SendAsync(server.Smtps, ["--tls-on-connect", .. LogIn("PLAIN")])).Succeeds();

        var caught = (await server.OnlyMailToAsync(_mail.To)).Is(_mail);
        Assert.Equal(RunningCatch.User, caught.User);
        Assert.NotNull(caught.Tls);
    }

    [Fact]
    public async Task Lmtp_answers_for_each_recipient()
    {
        var second = TestMail.Create().To;

        var run = await SendAsync(server.Lmtp, "--protocol", "LMTP", "--to", $"{_mail.To},{second}");

        run.Succeeds().Says("LHLO client.example");
        var caught = await server.OnlyMailToAsync(_mail.To);
        Assert.Equal([_mail.To, second], caught.To);
        Assert.Equal(_mail.Octets, caught.Octets);
    }

    [Theory, InlineData("PLAIN"), InlineData("LOGIN"), InlineData("CRAM-MD5")]
    public async Task A_wrong_password_is_refused(string mechanism)
    {
        var run = await SendAsync(
            server.Smtp, "--auth", mechanism, "--auth-user", RunningCatch.User, "--auth-password", "wrong");

        run.EndsWith(AuthenticationFailed).Says("<** 535 5.7.8");
        Assert.Empty(await server.MailToAsync(_mail.To));
    }

    /// <summary>swaks ends the last line itself; its log has ~ for - where TLS protects.</summary>
    private Task<ClientRun> SendAsync(int port, params IReadOnlyList<string> more) => ClientProgram.Swaks.RunAsync(
    [
        "--server", $"127.0.0.1:{port}", "--helo", "client.example", "--timeout", "20", "--from", _mail.From,
        "--to", _mail.To, "--data", "@" + _folder.Write("mail.eml", _mail.WithoutLastNewline), .. more,
    ]);

    private static string[] LogIn(string mechanism) =>
        ["--auth", mechanism, "--auth-user", RunningCatch.User, "--auth-password", RunningCatch.Password];

    /// <summary>swaks(1), EXIT CODES.</summary>
    private const int AuthenticationFailed = 28;
}

using System.Text;

namespace Rockdove.RealClients.Tests;

/// <summary>msmtp, which stands in for sendmail.</summary>
public sealed class MsmtpTests(RunningCatch server) : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly TestMail _mail = TestMail.Create();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Mail_in_clear_arrives_octet_for_octet()
    {
        (await SendAsync(server.Smtp, "tls off", "domain client.example")).Succeeds();

        var caught = (await server.OnlyMailToAsync(_mail.To)).Is(_mail);
        Assert.Equal("client.example", caught.Helo);
        Assert.Null(caught.Tls);
    }

    [Theory, InlineData("plain"), InlineData("login"), InlineData("cram-md5")]
    public async Task An_authenticated_user_sends_after_starttls(string mechanism)
    {
        (await SendAsync(
            server.Smtp, "tls on", "tls_starttls on", "tls_certcheck off", $"auth {mechanism}", User, Password))
            .Succeeds().Says($"AUTH {mechanism.ToUpperInvariant()}");

        var caught = (await server.OnlyMailToAsync(_mail.To)).Is(_mail);
        Assert.Equal(RunningCatch.User, caught.User);
        Assert.NotNull(caught.Tls);
    }

    [Fact]
    public async Task The_certificate_that_the_server_shows_can_be_pinned()
    {
        var shown = await ClientProgram.Msmtp.RunAsync(
            "--serverinfo", "--host=127.0.0.1", $"--port={server.Smtps}", "--tls", "--tls-starttls=off",
            "--tls-certcheck=off");
        const string label = "SHA256: ";
        var said = shown.Succeeds().Says(label).Said;
        var fingerprint = said[(said.IndexOf(label, StringComparison.Ordinal) + label.Length)..].Split('\n')[0].Trim();

        (await SendAsync(server.Smtps, "tls on", "tls_starttls off", $"tls_fingerprint {fingerprint}")).Succeeds();

        Assert.NotNull((await server.OnlyMailToAsync(_mail.To)).Is(_mail).Tls);
    }

    [Fact]
    public async Task Lmtp_carries_mail()
    {
        (await SendAsync(server.Lmtp, "protocol lmtp", "tls off")).Succeeds().Says("LHLO");

        (await server.OnlyMailToAsync(_mail.To)).Is(_mail);
    }

    [Fact]
    public async Task Delivery_status_can_be_asked_for()
    {
        (await SendAsync(server.Smtp, "tls off", "dsn_notify failure,success", "dsn_return headers"))
            .Succeeds().Says("RET=HDRS").Says("NOTIFY=FAILURE,SUCCESS");

        (await server.OnlyMailToAsync(_mail.To)).Is(_mail);
    }

    [Fact]
    public async Task A_wrong_password_is_refused()
    {
        (await SendAsync(
            server.Smtp, "tls on", "tls_certcheck off", "auth plain", User, "password wrong"))
            .EndsWith(NoPermission).Says("535 5.7.8");

        Assert.Empty(await server.MailToAsync(_mail.To));
    }

    /// <summary>The message goes in with the newlines of Unix, as from any program that calls sendmail.</summary>
    private Task<ClientRun> SendAsync(int port, params IReadOnlyList<string> settings)
    {
        string[] lines =
            ["defaults", "host 127.0.0.1", $"port {port}", "timeout 20", .. settings, "account default", ""];
        var file = _folder.Write("msmtprc", Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        return ClientProgram.Msmtp.RunAsync(
            _mail.WithUnixNewlines, [$"--file={file}", "--debug", $"--from={_mail.From}", "--", _mail.To]);
    }

    private const string User = $"user {RunningCatch.User}";
    private const string Password = $"password \"{RunningCatch.Password}\"";

    /// <summary>EX_NOPERM of sysexits.h.</summary>
    private const int NoPermission = 77;
}

using System.Net.Sockets;
using Rockdove.Mime;
using Rockdove.Mock;
using Rockdove.Wire;

namespace Rockdove.Prober.Tests;

/// <summary>Mails handed in by SMTP, to servers that take them and to servers that do not.</summary>
public sealed class ProbeSenderTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(MailSecurity.StartTls, MockTls.Offered, true)]
    [InlineData(MailSecurity.StartTlsIfOffered, MockTls.Offered, true)]
    [InlineData(MailSecurity.StartTlsIfOffered, MockTls.Off, false)]
    [InlineData(MailSecurity.None, MockTls.Offered, false)]
    [InlineData(MailSecurity.Tls, MockTls.Implicit, true)]
    public async Task A_mail_is_handed_in_with_each_security(MailSecurity security, MockTls tls, bool isProtected)
    {
        await using var server = await MockMailServer.StartAsync(options => options.Tls = tls, Stop);
        var report = await SendAsync(server, security);
        Assert.Equal(SendVerdict.Accepted, report.Verdict);
        Assert.Null(report.Failure);
        Assert.Equal(isProtected, report.Phases.Any(phase => phase.Stage == ProbeStage.Tls));
        var received = Assert.Single(server.Messages);
        Assert.Equal("ann@here.test", received.ReversePath);
        Assert.Equal(["bob@there.test"], received.ForwardPaths);
    }

    [Fact]
    public async Task A_name_is_connected_to_by_the_kind_of_address_that_was_chosen()
    {
        await using var server = await MockMailServer.StartAsync(cancellationToken: Stop); // On 127.0.0.1 alone.
        Assert.Equal(SendVerdict.Accepted, (await SendAsync(AddressFamily.InterNetwork)).Verdict);
        Assert.Equal(SendVerdict.Accepted, (await SendAsync(AddressFamily.Unspecified)).Verdict);
        var failure = (await SendAsync(AddressFamily.InterNetworkV6)).Failure;
        Assert.True(failure is { Stage: ProbeStage.Dns or ProbeStage.Connect }, $"{failure}");

        async Task<SendReport> SendAsync(AddressFamily family)
        {
            var from = Account(Server(server, MailSecurity.None) with { Host = "localhost", Family = family });
            return await new ProbeSender(new SendPatience(), TimeProvider.System).SendAsync(
                from, To, Mail(from), Stop);
        }
    }

    [Fact]
    public async Task Each_step_is_timed_by_itself_and_in_its_order()
    {
        await using var server = await MockMailServer.StartAsync(
            options => options.Authentication = MockAuthentication.AnyPassword, Stop);
        var report = await SendAsync(server, MailSecurity.StartTls, password: "secret");
        Assert.Equal(
            [ProbeStage.Connect, ProbeStage.Banner, ProbeStage.Ehlo, ProbeStage.Tls, ProbeStage.Authentication,
                ProbeStage.Mail, ProbeStage.Recipient, ProbeStage.Data, ProbeStage.Final],
            report.Phases.Select(phase => phase.Stage));
        for (var i = 1; i < report.Phases.Count; i++)
            Assert.Equal(report.Phases[i - 1].Start + report.Phases[i - 1].Length, report.Phases[i].Start);
        Assert.True(report.Handing > TimeSpan.Zero);
        var transcript = System.Text.Encoding.UTF8.GetString(report.Transcript.Span);
        Assert.Contains("C: EHLO", transcript, StringComparison.Ordinal);
        Assert.Contains("X-Rockdove-Probe", transcript, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", transcript, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MockMoment.Connect, 554, SendVerdict.Rejected, ProbeStage.Banner)]
    [InlineData(MockMoment.Connect, 451, SendVerdict.Deferred, ProbeStage.Banner)]
    [InlineData(MockMoment.Mail, 451, SendVerdict.Deferred, ProbeStage.Mail)]
    [InlineData(MockMoment.Mail, 550, SendVerdict.Rejected, ProbeStage.Mail)]
    [InlineData(MockMoment.Recipient, 450, SendVerdict.Deferred, ProbeStage.Recipient)]
    [InlineData(MockMoment.Recipient, 550, SendVerdict.Rejected, ProbeStage.Recipient)]
    [InlineData(MockMoment.Data, 451, SendVerdict.Deferred, ProbeStage.Data)]
    [InlineData(MockMoment.Data, 554, SendVerdict.Rejected, ProbeStage.Data)]
    [InlineData(MockMoment.Message, 452, SendVerdict.Deferred, ProbeStage.Final)]
    [InlineData(MockMoment.Message, 554, SendVerdict.Rejected, ProbeStage.Final)]
    [InlineData(MockMoment.StartTls, 454, SendVerdict.TlsFailed, ProbeStage.Tls)]
    [InlineData(MockMoment.Auth, 535, SendVerdict.AuthenticationFailed, ProbeStage.Authentication)]
    [InlineData(MockMoment.Auth, 454, SendVerdict.AuthenticationFailed, ProbeStage.Authentication)]
    internal async Task A_refusal_is_told_with_its_place_and_its_code(
        MockMoment moment, int code, SendVerdict verdict, ProbeStage stage)
    {
        await using var server = await MockMailServer.StartAsync(
            options =>
            {
                options.Authentication = MockAuthentication.AnyPassword;
                options.When(moment).Reply(code, $"{code / 100}.3.2", "Not you");
            },
            Stop);
        var report = await SendAsync(server, MailSecurity.StartTls, password: "secret");
        Assert.Equal((verdict, stage, (int?)code), (report.Verdict, report.Failure!.Stage, report.Failure.Code));
        Assert.Equal(
            code == 535 ? SendAdvice.LoginRefused : SendAdvice.None, report.Advice);
        Assert.Contains("Not you", report.Failure.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(421, "4.3.2", true)]
    [InlineData(451, "4.7.1", true)]
    [InlineData(550, "5.4.5", true)]
    [InlineData(550, "5.7.1", false)]
    [InlineData(451, "4.3.0", false)]
    public async Task A_server_that_wants_less_is_understood(int code, string enhanced, bool wantsLess)
    {
        await using var server = await MockMailServer.StartAsync(
            options => options.When(MockMoment.Mail).Reply(code, enhanced, "Slow down"), Stop);
        var report = await SendAsync(server, MailSecurity.StartTls);
        Assert.Equal(wantsLess ? SendAdvice.SlowDown : SendAdvice.None, report.Advice);
        Assert.Equal(enhanced, report.Failure!.EnhancedCode);
    }

    [Theory]
    [InlineData(MockMoment.Recipient, 451, "4.7.1", false)]
    [InlineData(MockMoment.Message, 451, "4.7.1", false)]
    [InlineData(MockMoment.Recipient, 450, "4.7.0", false)]
    [InlineData(MockMoment.Recipient, 421, "4.7.0", true)]
    [InlineData(MockMoment.Recipient, 450, "4.7.28", true)]
    public async Task A_recipient_that_is_put_off_is_not_a_server_that_wants_less(
        MockMoment moment, int code, string enhanced, bool wantsLess)
    {
        await using var server = await MockMailServer.StartAsync(
            options => options.When(moment).Reply(code, enhanced, "Come back later"), Stop);
        var report = await SendAsync(server, MailSecurity.StartTls);
        Assert.Equal(wantsLess ? SendAdvice.SlowDown : SendAdvice.None, report.Advice);
    }

    [Theory]
    [InlineData(MockMoment.Connect, ProbeStage.Banner, SendVerdict.Failed)]
    [InlineData(MockMoment.Hello, ProbeStage.Ehlo, SendVerdict.Failed)]
    [InlineData(MockMoment.StartTls, ProbeStage.Tls, SendVerdict.TlsFailed)]
    [InlineData(MockMoment.Auth, ProbeStage.Authentication, SendVerdict.Failed)]
    [InlineData(MockMoment.Mail, ProbeStage.Mail, SendVerdict.Failed)]
    [InlineData(MockMoment.Recipient, ProbeStage.Recipient, SendVerdict.Failed)]
    [InlineData(MockMoment.Data, ProbeStage.Data, SendVerdict.Failed)]
    [InlineData(MockMoment.Message, ProbeStage.Final, SendVerdict.Uncertain)]
    internal async Task A_session_that_breaks_is_told_with_its_place(
        MockMoment moment, ProbeStage stage, SendVerdict verdict)
    {
        await using var server = await MockMailServer.StartAsync(
            options =>
            {
                options.Authentication = MockAuthentication.AnyPassword;
                options.When(moment).Close();
            },
            Stop);
        var report = await SendAsync(server, MailSecurity.StartTls, password: "secret");
        Assert.Equal((verdict, stage), (report.Verdict, report.Failure!.Stage));
    }

    [Fact]
    public async Task A_name_that_is_not_known_is_told_so_and_a_port_where_nobody_is()
    {
        var sender = new ProbeSender(new SendPatience(), TimeProvider.System);
        var from = Account(new ProbeServer("nobody.invalid", 587, MailSecurity.StartTls));
        var report = await sender.SendAsync(from, To, Mail(from), Stop);
        Assert.Equal((SendVerdict.Failed, ProbeStage.Dns), (report.Verdict, report.Failure!.Stage));

        from = Account(new ProbeServer("127.0.0.1", 1, MailSecurity.StartTls));
        report = await sender.SendAsync(from, To, Mail(from), Stop);
        Assert.Equal((SendVerdict.Failed, ProbeStage.Connect), (report.Verdict, report.Failure!.Stage));
    }

    [Fact]
    public async Task A_certificate_that_nobody_has_signed_is_a_failure_of_TLS()
    {
        await using var server = await MockMailServer.StartAsync(cancellationToken: Stop);
        var report = await SendAsync(server, MailSecurity.StartTls, believes: false);
        Assert.Equal((SendVerdict.TlsFailed, ProbeStage.Tls), (report.Verdict, report.Failure!.Stage));
        Assert.Empty(server.Messages);
    }

    [Fact]
    public async Task STARTTLS_that_somebody_took_away_is_a_failure_of_TLS_and_nothing_is_said()
    {
        await using var server = await MockMailServer.StartAsync(options => options.Tls = MockTls.Off, Stop);
        var report = await SendAsync(server, MailSecurity.StartTls, password: "secret");
        Assert.Equal(SendVerdict.TlsFailed, report.Verdict);
        Assert.Empty(server.Messages);
    }

    [Fact]
    public async Task A_password_does_not_go_out_in_the_clear_unless_it_may()
    {
        await using var server = await MockMailServer.StartAsync(
            options =>
            {
                options.Tls = MockTls.Off;
                options.Authentication = MockAuthentication.AnyPassword;
            },
            Stop);
        var report = await SendAsync(
            server, MailSecurity.StartTlsIfOffered, password: "secret", mechanisms: ["PLAIN"]);
        Assert.Equal(SendVerdict.AuthenticationFailed, report.Verdict);
        report = await SendAsync(
            server, MailSecurity.None, password: "secret", mechanisms: ["PLAIN"], inClear: true);
        Assert.Equal(SendVerdict.Accepted, report.Verdict);
    }

    [Fact]
    public async Task A_login_that_cannot_be_had_is_a_failed_login_and_no_connection()
    {
        await using var server = await MockMailServer.StartAsync(cancellationToken: Stop);
        var from = Account(Server(server, MailSecurity.StartTls)) with { Login = new NoLogin() };
        var report = await new ProbeSender(new SendPatience(), TimeProvider.System)
            .SendAsync(from, To, Mail(from), Stop);
        Assert.Equal(SendVerdict.AuthenticationFailed, report.Verdict);
        Assert.Equal("The safe is locked.", report.Failure!.Text);
        Assert.Empty(server.Sessions);
    }

    [Fact]
    public async Task After_a_refusal_the_login_is_asked_to_renew_itself()
    {
        await using var server = await MockMailServer.StartAsync(
            options =>
            {
                options.Authentication = MockAuthentication.AnyPassword;
                options.When(MockMoment.Auth).Times(1).Reply(535, "5.7.8", "Expired");
            },
            Stop);
        var login = new CountingLogin();
        var from = Account(Server(server, MailSecurity.StartTls)) with { Login = login };
        var sender = new ProbeSender(new SendPatience(), TimeProvider.System);
        await sender.SendAsync(from, To, Mail(from), Stop);
        await sender.SendAsync(from, To, Mail(from), Stop);
        await sender.SendAsync(from, To, Mail(from), Stop);
        Assert.Equal([false, true, false], login.Asked);
    }

    [Theory]
    [InlineData("2.0.0 Ok: queued as 4F5A1B", "4F5A1B")]
    [InlineData("OK id=1tF-0001-xY", "1tF-0001-xY")]
    [InlineData("2.0.0 4AQ5x Message accepted for delivery", "4AQ5x")]
    [InlineData("2.6.0 <x@y> [InternalId=1] Queued mail for delivery", null)]
    [InlineData("2.0.0 Thank you", null)]
    public async Task What_the_server_calls_it_is_kept(string text, string? id)
    {
        var (enhanced, words) = text.StartsWith('2') ? (text[..5], text[6..]) : (null, text);
        await using var server = await MockMailServer.StartAsync(
            options => _ = enhanced is null
                ? options.When(MockMoment.Message).Reply(250, words)
                : options.When(MockMoment.Message).Reply(250, enhanced, words),
            Stop);
        Assert.Equal(id, (await SendAsync(server, MailSecurity.StartTls)).QueueId);
    }

    [Fact]
    public async Task The_mail_is_a_whole_message()
    {
        await using var server = await MockMailServer.StartAsync(cancellationToken: Stop);
        await SendAsync(server, MailSecurity.StartTls);
        var mail = MimeMessage.Read(Assert.Single(server.Messages).Content);
        Assert.Equal("ann@here.test", Assert.Single(mail.From).Address);
        Assert.Equal("bob@there.test", Assert.Single(mail.To).Address);
        Assert.NotNull(mail.Date);
        Assert.EndsWith("@here.test", mail.MessageId, StringComparison.Ordinal);
        Assert.Equal("auto-generated", mail.Headers.Text("Auto-Submitted"));
        Assert.Equal("1.0", mail.Headers.Text("MIME-Version"));
        Assert.Contains("text/plain", mail.Headers.Text("Content-Type"), StringComparison.Ordinal);
        Assert.StartsWith("[rockdove] ", mail.Subject, StringComparison.Ordinal);
        Assert.NotNull(mail.TextBody);
        Assert.Null(mail.Headers.Find("Precedence"));
        Assert.Empty(mail.Defects);
    }

    [Fact]
    public void EHLO_is_never_localhost()
    {
        Assert.Equal("probe.example.org", HelloName.Of("probe", "example.org"));
        Assert.Equal("probe.example.org", HelloName.Of("probe.example.org", ""));
        Assert.Equal("[127.0.0.1]", HelloName.Of("localhost", ""));
        Assert.Equal("[127.0.0.1]", HelloName.Of("localhost", "localdomain"));
        Assert.Equal("[127.0.0.1]", HelloName.Of("a_b", "c d"));
    }

    private static Task<SendReport> SendAsync(
        MockMailServer server, MailSecurity security, string? password = null, bool believes = true,
        IReadOnlyCollection<string>? mechanisms = null, bool inClear = false)
    {
        var from = Account(Server(server, security) with
        {
            AcceptsAnyCertificate = believes,
            AllowsPlaintextLogin = inClear,
        }) with
        {
            Login = password is null
                ? null
                : new StoredLogin("ann", new GivenSecret(new Secret(password)), isToken: false),
            Mechanisms = mechanisms,
        };
        return new ProbeSender(new SendPatience(), TimeProvider.System).SendAsync(from, To, Mail(from), Stop).AsTask();
    }

    private static ProbeServer Server(MockMailServer server, MailSecurity security) =>
        new("127.0.0.1", server.Port, security) { TlsName = "localhost", AcceptsAnyCertificate = true };

    private static ProbeAccount Account(ProbeServer server) =>
        new() { Name = "here", Address = "ann@here.test", Send = server };

    private static ProbeAccount To { get; } = new() { Name = "there", Address = "bob@there.test" };

    private static byte[] Mail(ProbeAccount from) => ProbeMail.Write(
        new ProbeMark(ProbeToken.New(), new("here", "there"), DateTimeOffset.UtcNow), from, To, new ProbeMailStyle(),
        DeskWorld.Key);

    private sealed class NoLogin : ILoginSource
    {
        public ValueTask<SaslLogin> LoginAsync(bool afterRefusal, CancellationToken cancellationToken) =>
            throw new LoginUnavailableException("The safe is locked.");
    }

    private sealed class CountingLogin : ILoginSource
    {
        public List<bool> Asked { get; } = [];

        public ValueTask<SaslLogin> LoginAsync(bool afterRefusal, CancellationToken cancellationToken)
        {
            Asked.Add(afterRefusal);
            return new(new SaslLogin { UserName = "ann", Password = new Secret("x") });
        }
    }
}

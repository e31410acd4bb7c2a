using System.Text;

namespace Rockdove.RealClients.Tests;

/// <summary>smtplib of Python's standard library. Each test is the program that a user would write.</summary>
public sealed class SmtplibTests(RunningCatch server)
{
    private readonly TestMail _mail = TestMail.Create();

    [Fact]
    public async Task Mail_in_clear_arrives_octet_for_octet()
    {
        await RunAsync(server.Smtp, """
            with smtplib.SMTP(host, port, local_hostname='client.example') as smtp:
                smtp.sendmail(sender, recipient, octets, mail_options=['BODY=8BITMIME'])
            """);

        var caught = (await server.OnlyMailToAsync(_mail.To)).Is(_mail);
        Assert.Equal("client.example", caught.Helo);
        Assert.Null(caught.Tls);
    }

    [Fact]
    public async Task A_client_that_only_knows_helo_can_send()
    {
        await RunAsync(server.Smtp, """
            with smtplib.SMTP(host, port) as smtp:
                smtp.helo('old.example')
                smtp.sendmail(sender, recipient, octets)
            """);

        Assert.Equal("old.example", (await server.OnlyMailToAsync(_mail.To)).Is(_mail).Helo);
    }

    [Fact]
    public async Task Starttls_and_login_carry_mail()
    {
        await RunAsync(server.Smtp, """
            with smtplib.SMTP(host, port) as smtp:
                smtp.starttls(context=context)
                smtp.login(user, password)
                smtp.sendmail(sender, recipient, octets)
            """);

        var caught = (await server.OnlyMailToAsync(_mail.To)).Is(_mail);
        Assert.Equal(RunningCatch.User, caught.User);
        Assert.NotNull(caught.Tls);
    }

    [Fact]
    public async Task Implicit_tls_and_login_carry_mail()
    {
        await RunAsync(server.Smtps, """
            with smtplib.SMTP_SSL(host, port, context=context) as smtp:
                smtp.login(user, password)
                smtp.sendmail(sender, recipient, octets)
            """);

        var caught = (await server.OnlyMailToAsync(_mail.To)).Is(_mail);
        Assert.Equal(RunningCatch.User, caught.User);
        Assert.NotNull(caught.Tls);
    }

    [Theory]
    [InlineData("PLAIN", "auth_plain", true)]
    [InlineData("PLAIN", "auth_plain", false)]
    [InlineData("LOGIN", "auth_login", true)]
    [InlineData("LOGIN", "auth_login", false)]
    [InlineData("CRAM-MD5", "auth_cram_md5", false)]
    public async Task Each_mechanism_lets_the_user_in(string mechanism, string method, bool initialResponse)
    {
        await RunAsync(server.Smtp, $"""
            with smtplib.SMTP(host, port) as smtp:
                smtp.ehlo()
                smtp.user, smtp.password = user, password
                smtp.auth('{mechanism}', smtp.{method}, initial_response_ok={(initialResponse ? "True" : "False")})
                smtp.sendmail(sender, recipient, octets)
            """);

        Assert.Equal(RunningCatch.User, (await server.OnlyMailToAsync(_mail.To)).Is(_mail).User);
    }

    [Fact]
    public async Task A_wrong_password_is_refused_and_the_session_goes_on()
    {
        // login() tries each mechanism that it knows, so one wrong password is three failures.
        var run = await RunAsync(server.Smtp, """
            with smtplib.SMTP(host, port) as smtp:
                try:
                    smtp.login(user, 'wrong')
                except smtplib.SMTPAuthenticationError as error:
                    print('refused', error.smtp_code, str(error.smtp_error[:5], 'ascii'))
                smtp.sendmail(sender, recipient, octets)
            """);

        run.Says("refused 535 5.7.8");
        Assert.Null((await server.OnlyMailToAsync(_mail.To)).Is(_mail).User);
    }

    [Fact]
    public async Task Lmtp_carries_mail()
    {
        await RunAsync(server.Lmtp, """
            with smtplib.LMTP(host, port) as lmtp:
                lmtp.sendmail(sender, recipient, octets)
            """);

        (await server.OnlyMailToAsync(_mail.To)).Is(_mail);
    }

    [Fact]
    public async Task Many_messages_go_over_one_session()
    {
        await RunAsync(server.Smtp, """
            with smtplib.SMTP(host, port) as smtp:
                for _ in range(50):
                    smtp.sendmail(sender, recipient, octets)
            """);

        var caught = await server.MailToAsync(_mail.To);
        Assert.Equal(50, caught.Count);
        Assert.All(caught, one => one.Is(_mail));
    }

    [Fact]
    public async Task An_international_message_arrives_as_smtplib_composed_it()
    {
        var mail = TestMail.Create("gr\u00fc\u00dfe");

        var run = await RunAsync(mail, server.Smtp, """
            message = email.message.EmailMessage(policy=email.policy.SMTPUTF8)
            message['From'] = f'Jürgen <{sender}>'
            message['To'] = recipient
            message['Subject'] = 'Grüße aus 日本'
            message.set_content('Schöne Grüße\n.\n.leading dot\n', cte='8bit')
            with smtplib.SMTP(host, port) as smtp:
                smtp.send_message(message, sender, [recipient])
            sys.stdout.buffer.write(message.as_bytes())
            """);

        var caught = await server.OnlyMailToAsync(mail.To);
        Assert.Equal(run.Output, caught.Octets);
        Assert.Contains("Subject: Gr\u00fc\u00dfe aus \u65e5\u672c\r\n", Encoding.UTF8.GetString(caught.Octets));
        Assert.Equal([mail.To], caught.To);
    }

    [Fact]
    public async Task A_message_of_many_parts_arrives_as_smtplib_composed_it()
    {
        var run = await RunAsync(server.Smtp, """
            message = email.message.EmailMessage(policy=email.policy.SMTP)
            message['From'], message['To'], message['Subject'] = sender, recipient, 'Grüße'
            message.set_content('Text\n')
            message.add_alternative('<p>HTML</p>\n', subtype='html')
            message.add_attachment(bytes(range(256)) * 40, 'application', 'octet-stream', filename='Straße.bin')
            sys.stdout.buffer.write(message.as_bytes())  # Here it makes up its boundaries.
            with smtplib.SMTP(host, port) as smtp:
                smtp.send_message(message)
            """);

        Assert.Equal(run.Output, (await server.OnlyMailToAsync(_mail.To)).Octets);
    }

    [Fact]
    public async Task A_session_can_be_reset_and_asked_for_help()
    {
        var run = await RunAsync(server.Smtp, """
            with smtplib.SMTP(host, port) as smtp:
                smtp.ehlo()
                print('noop', smtp.noop()[0], 'verify', smtp.verify('ann')[0], 'mail', smtp.mail(sender)[0])
                print('reset', smtp.rset()[0], 'recipient', smtp.rcpt(recipient)[0])
                print('help', len(smtp.help()) > 0)
            """);

        run.Says("noop 250 verify 252 mail 250\nreset 250 recipient 503\nhelp True");
    }

    private Task<ClientRun> RunAsync(int port, string script) => RunAsync(_mail, port, script);

    /// <summary>Runs a script that finds the octets of the mail on its standard input.</summary>
    private static async Task<ClientRun> RunAsync(TestMail mail, int port, string script)
    {
        string[] arguments =
            ["-c", Prelude + script, $"{port}", mail.From, mail.To, RunningCatch.User, RunningCatch.Password];
        return (await ClientProgram.Python.RunAsync(mail.Octets, arguments)).Succeeds();
    }

    private const string Prelude = """
        import email.message, email.policy, smtplib, ssl, sys
        host, port = '127.0.0.1', int(sys.argv[1])
        sender, recipient, user, password = sys.argv[2:]
        octets = sys.stdin.buffer.read()
        context = ssl._create_unverified_context()

        """;
}

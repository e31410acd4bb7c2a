namespace Rockdove.RealClients.Tests;

/// <summary>nodemailer of Node.js. Each test is the program that a user would write.</summary>
public sealed class NodemailerTests(RunningCatch server)
{
    private readonly TestMail _mail = TestMail.Create();

    [Fact]
    public async Task Mail_in_clear_arrives_octet_for_octet()
    {
        await SendAsync(server.Smtp, "{ ignoreTLS: true, name: 'client.example' }", "{ envelope, raw: octets }");

        var caught = (await server.OnlyMailToAsync(_mail.To)).Is(_mail);
        Assert.Equal("client.example", caught.Helo);
        Assert.Null(caught.Tls);
    }

    [Fact]
    public async Task Starttls_is_used_where_it_is_offered()
    {
        (await SendAsync(server.Smtp, "{ requireTLS: true }", "{ envelope, raw: octets }")).Says("C: STARTTLS");

        Assert.NotNull((await server.OnlyMailToAsync(_mail.To)).Is(_mail).Tls);
    }

    [Fact]
    public async Task Implicit_tls_carries_mail()
    {
        await SendAsync(server.Smtps, "{ secure: true, auth: { user, pass } }", "{ envelope, raw: octets }");

        var caught = (await server.OnlyMailToAsync(_mail.To)).Is(_mail);
        Assert.Equal(RunningCatch.User, caught.User);
        Assert.NotNull(caught.Tls);
    }

    [Theory, InlineData("PLAIN"), InlineData("LOGIN"), InlineData("CRAM-MD5")]
    public async Task An_authenticated_user_sends(string mechanism)
    {
        (await SendAsync(
            server.Smtp, $$"""{ auth: { user, pass }, authMethod: '{{mechanism}}' }""", "{ envelope, raw: octets }"))
            .Says($"C: AUTH {mechanism}");

        Assert.Equal(RunningCatch.User, (await server.OnlyMailToAsync(_mail.To)).Is(_mail).User);
    }

    [Fact]
    public async Task Lmtp_carries_mail()
    {
        (await SendAsync(server.Lmtp, "{ lmtp: true }", "{ envelope, raw: octets }")).Says("C: LHLO");

        (await server.OnlyMailToAsync(_mail.To)).Is(_mail);
    }

    [Fact]
    public async Task Delivery_status_can_be_asked_for()
    {
        (await SendAsync(
            server.Smtp, "{}",
            """
            {
                envelope, raw: octets,
                dsn: { id: 'a+b=c', return: 'headers', notify: ['failure', 'delay'], recipient: from },
            }
            """))
            .Says("RET=HDRS ENVID=a+2Bb+3Dc").Says($"NOTIFY=FAILURE,DELAY ORCPT=rfc822;{_mail.From}");

        (await server.OnlyMailToAsync(_mail.To)).Is(_mail);
    }

    [Fact]
    public async Task A_message_of_many_parts_arrives_as_nodemailer_composed_it()
    {
        var run = await SendAsync(server.Smtp, "{}", """
            {
                from: { name: 'Jürgen', address: from }, to, subject: 'Grüße aus 日本', date: new Date(0),
                messageId: '<1@example.org>', baseBoundary: 'edge', text: 'Text\n.\n.leading dot\n',
                html: '<p>HTML <img src="cid:dove@example.org"></p>',
                attachments: [
                    { filename: 'Straße.bin', content: Buffer.alloc(10000, Buffer.from([...Array(256).keys()])) },
                    { filename: 'dove.png', cid: 'dove@example.org', content: Buffer.from('not really') },
                ],
            }
            """);

        var caught = await server.OnlyMailToAsync(_mail.To);
        Assert.Equal(run.Output, caught.Octets);
        Assert.Equal(_mail.From, caught.From);
    }

    [Fact]
    public async Task A_pool_of_connections_sends_many_messages()
    {
        await RunAsync(_mail, server.Smtp, """
            const pool = nodemailer.createTransport({ ...server, pool: true, maxConnections: 4, maxMessages: 8 });
            await Promise.all(Array.from({ length: 40 }, () => pool.sendMail({ envelope, raw: octets })));
            pool.close();
            """);

        var caught = await server.MailToAsync(_mail.To);
        Assert.Equal(40, caught.Count);
        Assert.All(caught, one => one.Is(_mail));
    }

    [Fact]
    public async Task Mail_to_a_utf8_address_arrives()
    {
        var mail = TestMail.Create("gr\u00fc\u00dfe");

        (await SendAsync(mail, server.Smtp, "{}", "{ envelope, raw: octets }")).Says("SMTPUTF8");

        (await server.OnlyMailToAsync(mail.To)).Is(mail);
    }

    [Fact]
    public async Task A_wrong_password_is_refused()
    {
        (await RunAsync(_mail, server.Smtp, """
            const transport = nodemailer.createTransport({ ...server, auth: { user, pass: 'wrong' } });
            await transport.sendMail({ envelope, raw: octets })
                .catch(error => console.error(error.code, error.responseCode));
            """)).Says("EAUTH 535");

        Assert.Empty(await server.MailToAsync(_mail.To));
    }

    private Task<ClientRun> SendAsync(int port, string options, string mail) => SendAsync(_mail, port, options, mail);

    /// <summary>Sends one message; what nodemailer would put on the wire for it is on the standard output.</summary>
    private static Task<ClientRun> SendAsync(TestMail letter, int port, string options, string mail) =>
        RunAsync(letter, port, $$"""
            const mail = {{mail}};
            const logger = Object.fromEntries(['trace', 'debug', 'info', 'warn', 'error', 'fatal'].map(level =>
                [level, (entry, text, ...more) =>
                    console.error((entry.tnx === 'client' ? 'C: ' : '') + text, ...more)]));
            const composed = await nodemailer
                .createTransport({ streamTransport: true, buffer: true, newline: 'windows' }).sendMail(mail);
            await nodemailer.createTransport({ ...server, logger, debug: true, ...{{options}} }).sendMail(mail);
            process.stdout.write(composed.message);
            """);

    private static async Task<ClientRun> RunAsync(TestMail mail, int port, string script)
    {
        string[] arguments = [$"{port}", mail.From, mail.To, RunningCatch.User, RunningCatch.Password];
        return (await NodePackage.Nodemailer.RunAsync(mail.Octets, Prelude + script, arguments)).Succeeds();
    }

    private const string Prelude = """
        import nodemailer from 'nodemailer';
        import { buffer } from 'node:stream/consumers';
        const [port, from, to, user, pass] = process.argv.slice(1);
        const octets = await buffer(process.stdin);
        const envelope = { from, to };
        const server = { host: '127.0.0.1', port: Number(port), tls: { rejectUnauthorized: false } };

        """;
}

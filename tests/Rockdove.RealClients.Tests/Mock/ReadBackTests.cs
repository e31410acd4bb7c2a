using System.Net.Mail;
using Rockdove.Mock;

namespace Rockdove.RealClients.Tests;

/// <summary>What a client sends can be read back: octets, envelope, each parameter.</summary>
public sealed class ReadBackTests
{
    private readonly TestMail _mail = TestMail.Create();

    [Fact]
    public async Task Smtplib_with_notifications()
    {
        await using var server = await StartAsync();

        (await ClientProgram.Python.RunAsync(_mail.Octets, ["-c", """
            import smtplib, sys
            with smtplib.SMTP('127.0.0.1', int(sys.argv[1]), 'client.example') as smtp:
                smtp.sendmail(
                    sys.argv[2], ['bob@example.org', 'eve@example.org'], sys.stdin.buffer.read(),
                    ['BODY=8BITMIME', 'RET=HDRS', 'ENVID=a+2Bb'], ['NOTIFY=SUCCESS,DELAY'])
            """, $"{server.Port}", _mail.From])).Succeeds();

        var message = await OnlyMessageAsync(server);
        Assert.Equal(["bob@example.org", "eve@example.org"], message.ForwardPaths);
        Assert.Equal(
            [("BODY", "8BITMIME"), ("ENVID", "a+2Bb"), ("RET", "HDRS"), ("SIZE", $"{_mail.Octets.Length}")],
            Sorted(message.SenderParameters));
        Assert.All(
            message.RecipientParameters, given => Assert.Equal([("NOTIFY", "SUCCESS,DELAY")], Sorted(given)));
    }

    [Fact]
    public async Task Nodemailer_with_notifications_and_a_utf8_address()
    {
        await using var server = await StartAsync();

        (await NodePackage.Nodemailer.RunAsync(_mail.Octets, """
            import nodemailer from 'nodemailer';
            import { buffer } from 'node:stream/consumers';
            const [port, from] = process.argv.slice(1);
            await nodemailer.createTransport({ host: '127.0.0.1', port, ignoreTLS: true, name: 'client.example' })
                .sendMail({
                    envelope: { from, to: ['grüße@example.org'] }, raw: await buffer(process.stdin),
                    dsn: { id: 'a+b', return: 'full', notify: 'never', recipient: from },
                });
            """, $"{server.Port}", _mail.From)).Succeeds();

        var message = await OnlyMessageAsync(server);
        Assert.Equal(["grüße@example.org"], message.ForwardPaths);
        Assert.Equal([("ENVID", "a+2Bb"), ("RET", "FULL"), ("SMTPUTF8", "")], Sorted(message.SenderParameters));
        Assert.Equal(
            [("NOTIFY", "NEVER"), ("ORCPT", $"rfc822;{_mail.From}")], Sorted(message.RecipientParameters.Single()));
    }

    [Fact]
    public async Task Swaks_over_implicit_tls_with_a_password()
    {
        await using var server = await StartAsync(options =>
        {
            options.Tls = MockTls.Implicit;
            options.Authentication = MockAuthentication.AnyPassword;
            options.RequiresAuthentication = true;
        });
        using var folder = new ScratchFolder();

        (await ClientProgram.Swaks.RunAsync(
        [
            "--server", $"127.0.0.1:{server.Port}", "--helo", "client.example", "--tls-on-connect",
            "--auth", "PLAIN", "--auth-user", "ann", "--auth-password", "any", "--from", _mail.From, "--to", _mail.To,
            "--data", "@" + folder.Write("mail.eml", _mail.WithoutLastNewline),
        ])).Succeeds();

        var message = await OnlyMessageAsync(server);
        Assert.Equal([_mail.To], message.ForwardPaths);
        Assert.Equal(("ann", "PLAIN"), (message.Identity, message.Mechanism));
        Assert.StartsWith("TLSv1.", message.Tls);
        Assert.Empty(message.SenderParameters);
        Assert.DoesNotContain("any", string.Join('\n', message.Session.Transcript.Lines.Select(line => line.Text)));
    }

    [Fact]
    public async Task System_net_mail_with_notifications()
    {
        await using var server = await StartAsync();
        using var client = new SmtpClient("127.0.0.1", server.Port);
        using var sent = new MailMessage(_mail.From, _mail.To, "Grüße aus 日本", "Schöne Grüße\r\n.\r\n")
        {
            DeliveryNotificationOptions = DeliveryNotificationOptions.OnFailure | DeliveryNotificationOptions.Delay,
        };

        await client.SendMailAsync(sent, TestContext.Current.CancellationToken);

        var message = Assert.Single(server.Messages);
        Assert.Equal(_mail.From, message.ReversePath);
        Assert.Equal([_mail.To], message.ForwardPaths);
        Assert.Equal("Grüße aus 日本", message.Subject);
        Assert.Equal([("NOTIFY", "FAILURE,DELAY")], Sorted(message.RecipientParameters.Single()));
    }

    private static Task<MockMailServer> StartAsync(Action<MockMailOptions>? configure = null) =>
        MockMailServer.StartAsync(configure, TestContext.Current.CancellationToken);

    /// <summary>The message that is there when the client has been told so.</summary>
    private async Task<ReceivedMessage> OnlyMessageAsync(MockMailServer server)
    {
        var message = Assert.Single(server.Messages);
        Assert.Equal(_mail.Octets, message.Content.ToArray());
        Assert.Equal(_mail.From, message.ReversePath);
        Assert.Equal("client.example", message.HelloName);
        await message.Session.WaitForEndAsync(cancellationToken: TestContext.Current.CancellationToken);
        return message;
    }

    private static IEnumerable<(string, string)> Sorted(IReadOnlyDictionary<string, string> parameters) =>
        parameters.Select(parameter => (parameter.Key.ToUpperInvariant(), parameter.Value)).Order();
}

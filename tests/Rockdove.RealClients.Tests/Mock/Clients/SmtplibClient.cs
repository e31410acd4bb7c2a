using System.Text;
using System.Text.Json;
using Rockdove.Mock;

namespace Rockdove.RealClients.Tests;

/// <summary>smtplib of Python's standard library: the type of the exception, the code and the text.</summary>
internal sealed class SmtplibClient : IScenarioClient
{
    private readonly TestMail _mail = TestMail.Create();

    public void AssertIsMine(byte[] content, Errand errand) => Assert.Equal(_mail.Octets, content);

    public async Task<string> SendAsync(MockMailServer server, Errand errand)
    {
        using var folder = new ScratchFolder();
        var authority = Encoding.ASCII.GetBytes(server.Authority.RootPem);
        var order = JsonSerializer.Serialize(new
        {
            port = server.Port,
            sender = Errand.Ann,
            recipients = errand.Recipients,
            ca = errand.TrustsTheMock ? folder.Write("ca.pem", authority) : null,
            tls = errand.StartTls,
            password = errand.Password,
            limit = errand.TimeLimitSeconds,
        });
        var run = await ClientProgram.Python.RunAsync(_mail.Octets, ["-c", Script, order]);
        return Encoding.UTF8.GetString(run.Succeeds().Output).Trim();
    }

    private const string Script = """
        import email, json, smtplib, ssl, sys
        order, octets = json.loads(sys.argv[1]), sys.stdin.buffer.read()

        def text(code, said):
            return f"{code} {said.decode('utf-8', 'replace')}".replace('\n', ' | ')

        def refusals(recipients):
            return '; '.join(f'{who}: {text(*why)}' for who, why in recipients.items())

        try:
            with smtplib.SMTP('127.0.0.1', order['port'], 'client.example', order['limit']) as smtp:
                if order['tls']:
                    smtp.starttls(context=ssl.create_default_context(cafile=order['ca']))
                if order['password']:
                    smtp.login(order['sender'], order['password'])
                smtp.ehlo_or_helo_if_needed()
                if all(who.isascii() for who in order['recipients']):
                    options = ['BODY=8BITMIME'] if smtp.has_extn('8bitmime') else []
                    refused = smtp.sendmail(order['sender'], order['recipients'], octets, options)
                else:
                    refused = smtp.send_message(email.message_from_bytes(octets), order['sender'], order['recipients'])
            print('sent' if not refused else f'sent, not to {refusals(refused)}')
        except smtplib.SMTPRecipientsRefused as error:
            print(type(error).__name__, refusals(error.recipients))
        except smtplib.SMTPResponseException as error:
            print(type(error).__name__, text(error.smtp_code, error.smtp_error))
        except (smtplib.SMTPException, OSError) as error:
            print(type(error).__name__, error)
        """;
}

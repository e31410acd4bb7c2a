using System.Text;
using System.Text.Json;
using Rockdove.Mock;

namespace Rockdove.RealClients.Tests;

/// <summary>nodemailer of Node.js: the error's code, and the reply or the message.</summary>
internal sealed class NodemailerClient : IScenarioClient
{
    private readonly TestMail _mail = TestMail.Create();

    public void AssertIsMine(byte[] content, Errand errand) => Assert.Equal(_mail.Octets, content);

    public async Task<string> SendAsync(MockMailServer server, Errand errand)
    {
        var order = JsonSerializer.Serialize(new
        {
            port = server.Port,
            from = Errand.Ann,
            to = errand.Recipients,
            ca = errand.TrustsTheMock ? server.Authority.RootPem : null,
            tls = errand.StartTls,
            pass = errand.Password,
            limit = errand.TimeLimitSeconds * 1000,
        });
        var run = await NodePackage.Nodemailer.RunAsync(_mail.Octets, Script, order);
        return Encoding.UTF8.GetString(run.Succeeds().Output).Trim();
    }

    private const string Script = """
        import nodemailer from 'nodemailer';
        import { buffer } from 'node:stream/consumers';
        const { port, from, to, ca, tls, pass, limit } = JSON.parse(process.argv[1]);
        const raw = await buffer(process.stdin);
        const text = reply => reply.replaceAll('\n', ' | ');
        const transport = nodemailer.createTransport({
            host: '127.0.0.1', port, name: 'client.example',
            connectionTimeout: limit, greetingTimeout: limit, socketTimeout: limit,
            ...(tls ? { requireTLS: true, tls: ca ? { ca } : {} } : { ignoreTLS: true }),
            ...(pass ? { auth: { user: from, pass } } : {}),
        });
        try {
            const { rejectedErrors } = await transport.sendMail(
                { envelope: { from, to, use8BitMime: true, size: raw.length }, raw });
            console.log(['sent', ...(rejectedErrors ?? []).map(
                error => `not to ${error.recipient}: ${text(error.response)}`)].join(', '));
        } catch (error) {
            console.log(error.code, text(error.response || error.message));
        }
        """;
}

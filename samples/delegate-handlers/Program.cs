using System.Net;
using System.Text;
using Rockdove.Hosting;
using Rockdove.Smtp;

var builder = WebApplication.CreateSlimBuilder(args);
var port = builder.Configuration.GetValue("port", 2525);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.UseSmtp(smtp =>
    // snippet:delegates
    smtp.OnRecipient((context, question) => question.Recipient.Path.Mailbox.Domain == "example.org")
        .OnMessage(async (context, body) => await FindSubjectAsync(body) is { } subject
            ? new SmtpReply(250, "2.0.0", $"Got '{subject}'")
            : new SmtpReply(554, "5.6.0", "A message needs a subject"))
        .OnAccepted((context, message) =>
            Console.WriteLine($"{message.MessageBytes} octets from {message.Envelope.Sender}"))
    // snippet:end
)));
await builder.Build().RunAsync();

// snippet:body
// The rest may still be on its way. What is not read here is dropped, and the answer waits for the end.
static async Task<string?> FindSubjectAsync(MessageBody body)
{
    using var reader = new StreamReader(body.AsStream(), Encoding.Latin1);
    while (await reader.ReadLineAsync(body.Aborted) is { Length: > 0 } line)
    {
        if (line.StartsWith("Subject:", StringComparison.OrdinalIgnoreCase))
            return line["Subject:".Length..].Trim();
    }

    return null;
}
// snippet:end

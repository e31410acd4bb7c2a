using System.Net;
using System.Text;
using Rockdove.Hosting;
using Rockdove.Smtp;

Dictionary<string, int> waiting = new(StringComparer.OrdinalIgnoreCase) { ["example.org"] = 3, ["example.net"] = 0 };
var builder = WebApplication.CreateSlimBuilder(args);
var port = builder.Configuration.GetValue("port", 2525);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.UseSmtp(smtp =>
    smtp.Extend(new Etrn()).Handle(new Relay(waiting)))));
await builder.Build().RunAsync();

// snippet:extension
/// <summary>
/// ETRN (RFC 1985): a client wants the mail that waits for its domain. The extension knows what may be said; what is
/// answered, a handler or middleware decides, and may take its time.
/// </summary>
internal sealed class Etrn : SmtpExtension
{
    public override string Keyword => "ETRN";

    public override IReadOnlyList<SmtpVerb> Verbs { get; } = [new Verb()];

    private sealed class Verb() : SmtpVerb("ETRN", SmtpPhase.Greeted)
    {
        public override void Run(SmtpServerEngine engine, ReadOnlySpan<byte> argument)
        {
            var domain = Encoding.ASCII.GetString(argument);
            if (Uri.CheckHostName(domain) == UriHostNameType.Dns)
                engine.Ask(new EtrnQuestion(domain));
            else
                engine.Reply(SmtpReplies.SyntaxError);
        }
    }
}

internal sealed record EtrnQuestion(string Domain) : SmtpQuestion
{
    public override SmtpReply Default => new(459, "4.7.1", $"Node {Domain} not allowed");
}
// snippet:end

internal sealed class Relay(Dictionary<string, int> waiting) : SmtpHandler
{
    public override ValueTask<SmtpReply?> AnswerAsync(SmtpContext context) => new(context.Question switch
    {
        EtrnQuestion { Domain: var domain } when waiting.TryGetValue(domain, out var count) => count == 0
            ? new SmtpReply(251, "2.0.0", $"OK, no messages waiting for node {domain}")
            : new SmtpReply(253, "2.0.0", $"OK, {count} pending messages for node {domain} started"),
        _ => null,
    });

    public override ValueTask<Reception> ReceiveAsync(SmtpContext context, DataQuestion question) =>
        new(SmtpReplies.StorageFull);
}

using System.Net;
using Rockdove.Hosting;
using Rockdove.Smtp;

// Middleware sees every question before the handler and every answer after it, in the order it was added.
HashSet<string> people = new(StringComparer.OrdinalIgnoreCase) { "ann@example.org", "bob@example.org" };
var builder = WebApplication.CreateSlimBuilder(args);
var port = builder.Configuration.GetValue("port", 2525);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.UseSmtp(smtp =>
    smtp.Use(TellRefusalsAsync).Use(KnowRecipientsAsync).Use(RefuseEmptyAsync).Handle(new Discarding()))));
await builder.Build().RunAsync();

// Waits for the answer, and looks at it. Null is the default, which is yes.
static async ValueTask<SmtpReply?> TellRefusalsAsync(SmtpContext context, SmtpDelegate next)
{
    var reply = await next(context);
    if (reply is { IsPositive: false })
        Console.WriteLine($"{context.Session.HelloName} was told {reply.Code} {reply.Lines[0]}");
    return reply;
}

// snippet:middleware
// Answers one kind of question and passes the others on.
ValueTask<SmtpReply?> KnowRecipientsAsync(SmtpContext context, SmtpDelegate next) =>
    context.Question is RecipientQuestion { Recipient.Path: { IsPostmaster: false, Address: var to } }
        && !people.Contains(to)
            ? new(new SmtpReply(550, "5.1.1", "Nobody here has this address"))
            : next(context);
// snippet:end

// The message is there, and nobody has promised anything yet.
static ValueTask<SmtpReply?> RefuseEmptyAsync(SmtpContext context, SmtpDelegate next) =>
    context.Question is MessageQuestion { MessageBytes: <= 2 }
        ? new(new SmtpReply(554, "5.6.0", "There is nothing in this message"))
        : next(context);

internal sealed class Discarding : SmtpHandler
{
    public override ValueTask<Reception> ReceiveAsync(SmtpContext context, DataQuestion question) => new(new Nowhere());

    private sealed class Nowhere : MessageSink
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
            default;

        public override ValueTask<SmtpReply> CompleteAsync(CancellationToken cancellationToken) =>
            new(SmtpReplies.MessageOk);
    }
}

using System.Net;
using Rockdove.Hosting;
using Rockdove.Smtp;

var builder = WebApplication.CreateSlimBuilder(args);
var port = builder.Configuration.GetValue("port", 2525);
// snippet:endpoint
builder.WebHost.ConfigureKestrel(kestrel =>
    kestrel.Listen(IPAddress.Loopback, port, listen => listen.UseSmtp(smtp => smtp.Handle(new Counting()))));
// snippet:end
await builder.Build().RunAsync();

internal sealed class Counting : SmtpHandler
{
    public override ValueTask<Reception> ReceiveAsync(SmtpContext context, DataQuestion question) => new(new Count());

    private sealed class Count : MessageSink
    {
        private long _bytes;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
        {
            _bytes += content.Length;
            return default;
        }

        public override ValueTask<SmtpReply> CompleteAsync(CancellationToken cancellationToken) =>
            new(new SmtpReply(250, "2.0.0", $"Counted {_bytes} octets"));
    }
}

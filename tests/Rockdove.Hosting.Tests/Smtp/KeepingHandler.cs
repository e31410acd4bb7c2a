using System.Collections.Concurrent;
using Rockdove.Smtp;

namespace Rockdove.Hosting.Tests;

/// <summary>Takes every message and keeps it, so that a test can look at it.</summary>
internal sealed class KeepingHandler : SmtpHandler
{
    public ConcurrentQueue<byte[]> Messages { get; } = new();

    public override ValueTask<Reception> ReceiveAsync(SmtpContext context, DataQuestion question) =>
        new(new Sink(this));

    private sealed class Sink(KeepingHandler handler) : MessageSink
    {
        private readonly MemoryStream _content = new();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
        {
            _content.Write(content.Span);
            return default;
        }

        public override ValueTask<SmtpReply> CompleteAsync(CancellationToken cancellationToken)
        {
            handler.Messages.Enqueue(_content.ToArray());
            return new(new SmtpReply(250, "2.0.0", "Kept"));
        }
    }
}

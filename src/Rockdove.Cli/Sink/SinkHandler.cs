using Rockdove.Hosting;
using Rockdove.Smtp;

namespace Rockdove.Cli;

/// <summary>Takes every message and keeps none of it.</summary>
internal sealed class SinkHandler(SinkTotals totals) : SmtpHandler
{
    public override ValueTask<SmtpReply?> ConnectAsync(SmtpContext context, ConnectQuestion question)
    {
        totals.Connected();
        return default;
    }

    public override ValueTask<Reception> ReceiveAsync(SmtpContext context, DataQuestion question) =>
        new(Nothing.Instance);

    public override ValueTask<SmtpReply?> MessageAsync(SmtpContext context, MessageQuestion question)
    {
        totals.Took(question.MessageBytes, question.Envelope.Recipients.Count);
        return base.MessageAsync(context, question);
    }

    /// <summary>Keeps no state, so one is enough for all messages.</summary>
    private sealed class Nothing : MessageSink
    {
        public static readonly Nothing Instance = new();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
            default;

        public override ValueTask<SmtpReply> CompleteAsync(CancellationToken cancellationToken) =>
            new(SmtpReplies.MessageOk);
    }
}

using Rockdove.Mailboxes;
using Rockdove.Smtp;
using Rockdove.Storage;

namespace Rockdove.Daemon;

/// <summary>A deposit with Return-Path on top, unless the message has been on its way for too long.</summary>
internal sealed class DeliverySink(
    IMailStore store,
    IStagedMessage staged,
    DeliveryEnvelope envelope,
    IReadOnlyList<IReadOnlyList<MailboxId>> mailboxes,
    int receivedFields,
    TimeProvider time)
    : DepositSink(store, staged, envelope, mailboxes, time)
{
    private readonly ReceivedFields _received = new();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        _received.Write(content.Span);
        return base.WriteAsync(content, cancellationToken);
    }

    public override ValueTask<SmtpReply> CompleteAsync(CancellationToken cancellationToken) =>
        IsInCircles ? new(Circle) : base.CompleteAsync(cancellationToken);

    public override async ValueTask<IReadOnlyList<SmtpReply>> CompleteEachAsync(
        IReadOnlyList<Recipient> recipients, CancellationToken cancellationToken) =>
        IsInCircles
            ? [.. recipients.Select(_ => Circle)]
            : await base.CompleteEachAsync(recipients, cancellationToken);

    /// <summary>One of the fields is our own.</summary>
    private bool IsInCircles => _received.Count > receivedFields + 1;

    private static readonly SmtpReply Circle =
        new(554, "5.4.6", "The message goes in circles: it has too many Received fields");
}

using Rockdove.Mailboxes;
using Rockdove.Smtp;
using Rockdove.Storage;

namespace Rockdove.Daemon;

/// <summary>
/// A deposit with Return-Path on top, unless the message has been on its way for too long, or claims to be from somebody
/// else than its sender.
/// </summary>
internal sealed class DeliverySink(
    IMailStore store,
    IStagedMessage staged,
    DeliveryEnvelope envelope,
    IReadOnlyList<IReadOnlyList<MailboxId>> mailboxes,
    int receivedFields,
    OriginatorCheck? originators,
    TimeProvider time)
    : DepositSink(store, staged, envelope, mailboxes, time)
{
    private readonly PassingHeader _header = new();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        _header.Write(content.Span);
        return base.WriteAsync(content, cancellationToken);
    }

    public override async ValueTask<SmtpReply> CompleteAsync(CancellationToken cancellationToken) =>
        await RefuseAsync(cancellationToken) ?? await base.CompleteAsync(cancellationToken);

    public override async ValueTask<IReadOnlyList<SmtpReply>> CompleteEachAsync(
        IReadOnlyList<Recipient> recipients, CancellationToken cancellationToken) =>
        await RefuseAsync(cancellationToken) is { } refusal
            ? [.. recipients.Select(_ => refusal)]
            : await base.CompleteEachAsync(recipients, cancellationToken);

    private async ValueTask<SmtpReply?> RefuseAsync(CancellationToken cancellationToken)
    {
        if (_header.Received > receivedFields + 1) // One of the fields is our own.
            return Circle;
        return originators is null ? null : await originators.RefuseAsync(_header, cancellationToken);
    }

    private static readonly SmtpReply Circle =
        new(554, "5.4.6", "The message goes in circles: it has too many Received fields");
}

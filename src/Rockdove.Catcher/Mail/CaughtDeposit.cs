using Rockdove.Mailboxes;
using Rockdove.Storage;

namespace Rockdove.Catcher;

/// <summary>Keeps a message that did not come by mail.</summary>
public static class CaughtDeposit
{
    /// <summary>
    /// Keeps a message as if it had come with this envelope, and forgets what there is then too much of.
    /// </summary>
    /// <param name="mail">Where to.</param>
    /// <param name="message">Its octets.</param>
    /// <param name="envelope">Kept beside it.</param>
    /// <param name="tags">What it is tagged with.</param>
    /// <param name="cancellationToken">Asks to give up.</param>
    /// <exception cref="ArgumentException">A name cannot be a tag, or there are too many.</exception>
    /// <exception cref="StoreFullException">There is no room.</exception>
    public static async ValueTask<MessageId> DepositAsync(
        this CaughtMail mail,
        ReadOnlyMemory<byte> message,
        DeliveryEnvelope envelope,
        IReadOnlyList<string> tags,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mail);
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(tags);
        var flags = CaughtTags.KeywordsOf(tags);
        var inboxes = await mail.Inboxes.OpenAllAsync(envelope.ForwardPaths, cancellationToken);
        await using var staged = await mail.Store.StageAsync(message.Length, cancellationToken);
        await staged.WriteAsync(message, cancellationToken);
        var scanner = new DetailsScanner();
        scanner.Write(message.Span);
        var committed = await mail.Store.CommitAsync(
            staged,
            envelope,
            scanner.Complete(),
            [.. inboxes.Prepend(mail.Mailbox).Select(each => new Placement(each, envelope.ReceivedAt, flags))],
            cancellationToken);
        await mail.PruneInPassingAsync();
        return committed.Id;
    }
}

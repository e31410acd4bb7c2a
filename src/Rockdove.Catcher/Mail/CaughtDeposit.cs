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
        List<MailboxId> inboxes =
        [
            .. await mail.Inboxes.OpenAllAsync(envelope.ForwardPaths, cancellationToken),
            .. mail.NamedInboxes.Taking(envelope, ofPort: null),
        ];
        await using var staged = await mail.Store.StageAsync(message.Length, cancellationToken);
        await staged.WriteAsync(message, cancellationToken);
        var scanner = new DetailsScanner();
        scanner.Write(message.Span);
        var details = scanner.Complete();
        var committed = (CommittedMessage?)null;
        while (committed is null)
        {
            try
            {
                committed = await mail.Store.CommitAsync(
                    staged,
                    envelope,
                    details,
                    [.. inboxes.Prepend(mail.Mailbox).Select(each => new Placement(each, envelope.ReceivedAt, flags))],
                    cancellationToken);
            }
            catch (MailboxGoneException gone) when (inboxes.Remove(gone.Mailbox))
            {
                // An inbox ended meanwhile, and nothing was committed: one copy fewer to make.
            }
        }

        await mail.PruneInPassingAsync(committed.Places);
        return committed.Id;
    }
}

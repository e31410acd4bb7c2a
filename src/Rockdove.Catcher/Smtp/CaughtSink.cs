using Microsoft.AspNetCore.Connections;
using Rockdove.Mailboxes;
using Rockdove.Storage;

namespace Rockdove.Catcher;

/// <summary>A deposit after which the oldest messages make room.</summary>
internal sealed class CaughtSink(
    CaughtMail mail, IStagedMessage staged, DeliveryEnvelope envelope, IReadOnlyList<MailboxId> inboxes,
    ConnectionContext connection, TimeProvider time)
    : DepositSink(mail.Store, staged, envelope, [.. envelope.ForwardPaths.Select(_ => mail.Mailbox)], time, inboxes)
{
    // The message is kept whatever happens to the client, so its token does not count here.
    protected override async ValueTask CommittedAsync(CommittedMessage message)
    {
        mail.Sessions.Keep(message.Id, connection);
        try
        {
            await mail.PruneAsync(CancellationToken.None);
        }
        catch (StoreException)
        {
            // Too much is kept until the next message or the next start: no reason to refuse this one.
        }
    }
}

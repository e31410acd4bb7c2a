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
    private readonly IStagedMessage _staged = staged;

    // The message is kept whatever happens to the client, so its token does not count here.
    protected override ValueTask CommittedAsync(CommittedMessage message)
    {
        mail.Sessions.Keep(message.Id, connection);
        mail.Totals.Accept(_staged.Bytes);
        return mail.PruneInPassingAsync();
    }
}

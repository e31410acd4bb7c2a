using System.Threading.Channels;

namespace Rockdove.Prober;

/// <summary>
/// The mailbox of one account, watched for marks of this prober: one reader, whoever has sent. It reads without marking
/// anything as seen, and deletes only what bears a mark with a valid signature.
/// </summary>
public interface IMailboxWatch : IAsyncDisposable
{
    /// <summary>Whose mailbox it is.</summary>
    ProbeAccount Account { get; }

    /// <summary>What was seen, in order. It ends when the watch does.</summary>
    ChannelReader<MailboxEvent> Events { get; }

    /// <summary>
    /// Watches until it is cancelled. It connects, and connects again after what went wrong, with pauses that grow; it
    /// gives <see cref="MailboxReady"/> after each login, before which mail may have come unseen.
    /// </summary>
    Task RunAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Deletes a mail of ours that was seen, when the watch gets to it. Another one is left alone.
    /// </summary>
    void Delete(MailPlace place);
}

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

    /// <summary>
    /// A mail is under way: until <see cref="Forget"/> is called the watch looks often, since a second copy may follow
    /// the first. A watch that is told by others what comes need not.
    /// </summary>
    void Expect(ProbeToken token)
    {
    }

    /// <summary>Nobody waits for this one any more.</summary>
    void Forget(ProbeToken token)
    {
    }

    /// <summary>
    /// Looks through the past of the mailbox for mails of ours that are older than this, in the inbox, among spam, sent
    /// and deleted mail, and deletes them: what came late, reports of what did not come, copies of what was sent. Each
    /// pass looks at so many messages at most, and the next one goes on from there.
    /// </summary>
    /// <returns>What was done, once the watch has got to it.</returns>
    Task<ReapReport> ReapAsync(TimeSpan olderThan, CancellationToken cancellationToken) =>
        Task.FromResult(ReapReport.Nothing);
}

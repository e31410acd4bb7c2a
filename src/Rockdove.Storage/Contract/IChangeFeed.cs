namespace Rockdove.Storage;

/// <summary>
/// Says that something changed, not what. Whoever hears it reads the store: a hint may come late, twice, or stand for
/// many changes, but after the last change of a mailbox there is always one.
/// </summary>
public interface IChangeFeed
{
    /// <summary>
    /// Watches one mailbox, or all of them if null, from now on. Watch first and look second, and nothing is missed.
    /// </summary>
    IChangeWatch Watch(MailboxId? mailbox);
}

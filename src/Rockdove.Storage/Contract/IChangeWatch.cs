namespace Rockdove.Storage;

/// <summary>
/// One listener's changes. What it has not yet taken is kept as one hint for each mailbox, so that a slow listener
/// costs no more than the mailboxes it watches.
/// </summary>
public interface IChangeWatch : IDisposable
{
    /// <summary>Waits for a change. The deletion of a mailbox is its last one. One caller at a time.</summary>
    /// <exception cref="ObjectDisposedException">The watch, or the store, was disposed.</exception>
    ValueTask<MailboxChange> NextAsync(CancellationToken cancellationToken);
}

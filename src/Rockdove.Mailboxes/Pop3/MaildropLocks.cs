using System.Collections.Concurrent;
using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>
/// Which mailboxes POP3 sessions of this process have open: one session has one to itself (RFC 1939 section 3).
/// </summary>
internal sealed class MaildropLocks
{
    private readonly ConcurrentDictionary<MailboxId, object> _owners = new();

    /// <summary>Takes a mailbox; null when another session has it.</summary>
    public MaildropLock? TryTake(MailboxId mailbox)
    {
        var taken = new MaildropLock(this, mailbox);
        return _owners.TryAdd(mailbox, taken) ? taken : null;
    }

    internal void Release(MaildropLock owner) =>
        _owners.TryRemove(new KeyValuePair<MailboxId, object>(owner.Mailbox, owner));
}

/// <summary>One mailbox is taken, until this is disposed. To dispose it twice does no harm.</summary>
internal sealed class MaildropLock(MaildropLocks locks, MailboxId mailbox) : IDisposable
{
    public MailboxId Mailbox { get; } = mailbox;

    public void Dispose() => locks.Release(this);
}

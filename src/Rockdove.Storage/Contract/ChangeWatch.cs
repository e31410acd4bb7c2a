namespace Rockdove.Storage;

/// <summary>
/// One listener: for each mailbox the greatest mod-sequence it has not yet taken, first come first served.
/// </summary>
internal sealed class ChangeWatch(ChangeFeed feed, MailboxId? mailbox) : IChangeWatch
{
    private readonly Lock _gate = new();
    private readonly Queue<MailboxId> _order = new();
    private readonly Dictionary<MailboxId, ModSequence> _pending = [];
    private TaskCompletionSource? _waiter;
    private bool _disposed;

    public MailboxId? Mailbox => mailbox;

    public async ValueTask<MailboxChange> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Task changed;
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                if (_order.TryDequeue(out var id))
                {
                    _pending.Remove(id, out var modSequence);
                    return new(id, modSequence);
                }
                // Continuations elsewhere: a listener's code must not run inside somebody's commit.
                _waiter ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                changed = _waiter.Task;
            }
            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public void Post(MailboxChange change)
    {
        TaskCompletionSource? waiter;
        lock (_gate)
        {
            if (!_pending.TryGetValue(change.Mailbox, out var known))
                _order.Enqueue(change.Mailbox);
            if (change.ModSequence > known)
                _pending[change.Mailbox] = change.ModSequence;
            (waiter, _waiter) = (_waiter, null);
        }
        waiter?.TrySetResult();
    }

    public void Dispose()
    {
        feed.Remove(this);
        TaskCompletionSource? waiter;
        lock (_gate)
        {
            _disposed = true;
            (waiter, _waiter) = (_waiter, null);
        }
        waiter?.TrySetResult();
    }
}

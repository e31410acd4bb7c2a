namespace Rockdove.Storage;

/// <summary>
/// The feed of a store in one process: passes hints to whoever watches, and never waits for a listener.
/// </summary>
public sealed class ChangeFeed : IChangeFeed
{
    private readonly Lock _gate = new();
    private readonly Dictionary<MailboxId, HashSet<ChangeWatch>> _byMailbox = [];
    private readonly HashSet<ChangeWatch> _ofAll = [];
    private int _watches;
    private bool _closed;

    public IChangeWatch Watch(MailboxId? mailbox)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            var watch = new ChangeWatch(this, mailbox);
            if (mailbox is not { } id)
                _ofAll.Add(watch);
            else if (_byMailbox.TryGetValue(id, out var watches))
                watches.Add(watch);
            else
                _byMailbox[id] = [watch];
            Volatile.Write(ref _watches, _watches + 1);
            return watch;
        }
    }

    /// <summary>Called after the change can be seen, and not under the store's lock.</summary>
    public void Publish(MailboxChange change)
    {
        if (Volatile.Read(ref _watches) == 0)
            return;

        lock (_gate)
        {
            foreach (var watch in _ofAll)
                watch.Post(change);
            if (_byMailbox.TryGetValue(change.Mailbox, out var watches))
                foreach (var watch in watches)
                    watch.Post(change);
        }
    }

    /// <summary>Ends every watch.</summary>
    public void Close()
    {
        ChangeWatch[] watches;
        lock (_gate)
        {
            _closed = true;
            watches = [.. _ofAll, .. _byMailbox.Values.SelectMany(each => each)];
        }
        foreach (var watch in watches)
            watch.Dispose();
    }

    internal void Remove(ChangeWatch watch)
    {
        lock (_gate)
        {
            var removed = false;
            if (watch.Mailbox is not { } id)
            {
                removed = _ofAll.Remove(watch);
            }
            else if (_byMailbox.TryGetValue(id, out var watches))
            {
                removed = watches.Remove(watch);
                if (watches.Count == 0)
                    _byMailbox.Remove(id);
            }
            if (removed)
                Volatile.Write(ref _watches, _watches - 1);
        }
    }
}

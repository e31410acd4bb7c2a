namespace Rockdove.Storage;

/// <summary>
/// What one owner has in all mailboxes together, and the conversations in them. Guarded by the store's lock.
/// </summary>
internal sealed class MemoryOwner(string name)
{
    private readonly Dictionary<long, MemoryThread> _byName = [];
    private readonly Dictionary<ThreadId, MemoryThread> _threads = [];

    public string Name => name;

    public long Bytes { get; private set; }

    public long Messages { get; private set; }

    public QuotaLimits Limits { get; set; }

    public SortedSet<string> Subscriptions { get; } = new(StringComparer.Ordinal);

    /// <exception cref="QuotaExceededException">There would be too much.</exception>
    public void RequireQuota(long addedBytes, long addedMessages) =>
        Limits.Require(name, Bytes, addedBytes, Messages, addedMessages);

    /// <summary>The thread that a message with these names belongs to, begun if there is none.</summary>
    public ThreadId Join(MessageId message, long[] names)
    {
        if (names.Length == 0)
            return ThreadId.Of(message);
        MemoryThread? thread = null;
        foreach (var each in names)
            if (_byName.TryGetValue(each, out thread))
                break;
        if (thread is null)
            _threads.Add(ThreadId.Of(message), thread = new(ThreadId.Of(message)));
        foreach (var each in names)
            if (thread.Names.Count < ThreadNames.MaximumInThread && _byName.TryAdd(each, thread))
                thread.Names.Add(each);
        return thread.Id;
    }

    public void Count(MessageRow row)
    {
        Bytes += row.Bytes;
        Messages++;
        if (_threads.TryGetValue(row.Thread, out var thread))
            thread.Entries++;
    }

    /// <summary>One entry fewer; the last one of a thread takes its names along.</summary>
    public void Discount(MessageRow row)
    {
        Bytes -= row.Bytes;
        Messages--;
        if (!_threads.TryGetValue(row.Thread, out var thread) || --thread.Entries > 0)
            return;
        foreach (var each in thread.Names)
            _byName.Remove(each);
        _threads.Remove(thread.Id);
    }
}

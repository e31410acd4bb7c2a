namespace Rockdove.Mock;

/// <summary>One who waits for messages. It is only touched under the lock of the <see cref="Mailroom"/>.</summary>
internal sealed class MailWaiter(int count, Func<ReceivedMessage, bool>? predicate, string wanted, bool purges)
{
    private readonly TaskCompletionSource<IReadOnlyList<ReceivedMessage>> _served =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly List<ReceivedMessage> _found = [];

    public Func<ReceivedMessage, bool>? Predicate => predicate;

    /// <summary>What it waits for, for people.</summary>
    public string Wanted => wanted;

    public bool Purges => purges;

    public Task<IReadOnlyList<ReceivedMessage>> Served => _served.Task;

    /// <summary>The messages of those that are there that it wants.</summary>
    public IReadOnlyList<ReceivedMessage> Found => _found;

    /// <summary>A message is there. What the predicate throws is what the test gets.</summary>
    public void Offer(ReceivedMessage message)
    {
        if (_served.Task.IsCompleted)
            return;
        try
        {
            if (predicate is null || predicate(message))
                _found.Add(message);
        }
        catch (Exception error)
        {
            Fail(error);
        }
    }

    /// <summary>Messages are no longer there.</summary>
    public void Forget(HashSet<ReceivedMessage> gone) => _found.RemoveAll(gone.Contains);

    /// <summary>True when it need not wait any more.</summary>
    public bool TryServe()
    {
        if (_found.Count >= count)
            _served.TrySetResult([.. _found]);
        return _served.Task.IsCompleted;
    }

    public void Fail(Exception why) => _served.TrySetException(why);
}

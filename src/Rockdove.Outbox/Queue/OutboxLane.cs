namespace Rockdove.Outbox;

/// <summary>What waits for one route or webhook, the next to be tried first.</summary>
internal sealed class OutboxLane
{
    private readonly SortedSet<(DateTimeOffset Due, long Id)> _waiting = [];

    /// <summary>Attempts that are under way.</summary>
    public int UnderWay { get; set; }

    /// <summary>When the first one is due; null if none waits.</summary>
    public DateTimeOffset? NextDue => _waiting.Count > 0 ? _waiting.Min.Due : null;

    public void Add(OutboxItem item)
    {
        if (item.NextAttemptAt is { } due)
            _waiting.Add((due, item.Id));
    }

    public void Remove(OutboxItem item)
    {
        if (item.NextAttemptAt is { } due)
            _waiting.Remove((due, item.Id));
    }

    /// <summary>Takes the first one that is due; null if none is.</summary>
    public long? Take(DateTimeOffset now)
    {
        if (_waiting.Count == 0 || _waiting.Min is var first && first.Due > now)
            return null;
        _waiting.Remove(first);
        return first.Id;
    }
}

namespace Rockdove.Outbox;

/// <summary>What the queue knows of its items; none of it waits, and one thread uses it at a time.</summary>
internal sealed class OutboxBooks(OutboxOptions options)
{
    private readonly SortedDictionary<long, OutboxItem> _items = [];
    private readonly SortedSet<(DateTimeOffset At, long Id)> _ended = [];
    private readonly Dictionary<(OutboxKind, string), OutboxLane> _lanes = [];

    /// <summary>Octets that are kept: of what waits, and of what did not reach everybody.</summary>
    public long Bytes { get; private set; }

    public int Waiting => _items.Count - _ended.Count;

    public IReadOnlyCollection<OutboxItem> Items => _items.Values;

    public IReadOnlyCollection<OutboxLane> Lanes => _lanes.Values;

    public OutboxItem? Find(long id) => _items.GetValueOrDefault(id);

    public OutboxLane LaneOf(OutboxItem item)
    {
        if (!_lanes.TryGetValue((item.Kind, item.Place), out var lane))
            _lanes[(item.Kind, item.Place)] = lane = new OutboxLane();
        return lane;
    }

    /// <summary>Puts an item in, or in the place of what was known of it.</summary>
    public void Put(OutboxItem item)
    {
        Remove(item.Id);
        _items[item.Id] = item;
        if (KeepsContent(item))
            Bytes += item.Bytes;
        if (item.EndedAt is { } ended)
            _ended.Add((ended, item.Id));
        else if (!item.IsUnderWay)
            LaneOf(item).Add(item);
    }

    public bool Remove(long id)
    {
        if (!_items.Remove(id, out var item))
            return false;
        if (KeepsContent(item))
            Bytes -= item.Bytes;
        if (item.EndedAt is { } ended)
            _ended.Remove((ended, id));
        else
            LaneOf(item).Remove(item);
        return true;
    }

    /// <summary>The ones to forget so that no more than those that may be kept are, the oldest first.</summary>
    public IReadOnlyList<long> TooManyEnded() =>
        [.. _ended.Take(Math.Max(_ended.Count - options.KeptEnded, 0)).Select(one => one.Id)];

    /// <summary>The ended ones to forget so that there is room; null if that would not do.</summary>
    public IReadOnlyList<long>? RoomFor(int count, long bytes)
    {
        if (Waiting + count > options.MostWaiting)
            return null;
        var gone = new List<long>();
        var left = Bytes;
        foreach (var (_, id) in _ended)
        {
            if (left + bytes <= options.MostBytes)
                break;
            if (!KeepsContent(_items[id]))
                continue;
            left -= _items[id].Bytes;
            gone.Add(id);
        }

        return left + bytes <= options.MostBytes ? gone : null;
    }

    /// <summary>Who did not get it may be tried once more, as long as it is shown.</summary>
    public static bool KeepsContent(OutboxItem item) => item.State != OutboxState.Delivered;
}

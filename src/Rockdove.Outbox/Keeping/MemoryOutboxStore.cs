namespace Rockdove.Outbox;

/// <summary>Keeps what is queued in memory only.</summary>
public sealed class MemoryOutboxStore : IOutboxStore
{
    private readonly SortedDictionary<long, OutboxItem> _items = [];
    private readonly Dictionary<long, ReadOnlyMemory<byte>> _contents = [];
    private readonly Dictionary<string, long> _marks = new(StringComparer.Ordinal);
    private long _last;

    public IReadOnlyList<OutboxItem> ReadAll() => [.. _items.Values];

    public IReadOnlyList<OutboxItem> Add(
        IReadOnlyList<(OutboxItem Item, ReadOnlyMemory<byte> Content)> items, OutboxMark? mark)
    {
        ArgumentNullException.ThrowIfNull(items);
        var added = new List<OutboxItem>(items.Count);
        foreach (var (item, content) in items)
        {
            var kept = item with { Id = ++_last };
            _items[kept.Id] = kept;
            _contents[kept.Id] = content.ToArray();
            added.Add(kept);
        }

        if (mark is not null)
            _marks[mark.Name] = mark.Value;
        return added;
    }

    public void Update(OutboxItem item, bool keepsContent)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (_items.ContainsKey(item.Id))
            _items[item.Id] = item;
        if (!keepsContent)
            _contents.Remove(item.Id);
    }

    public void Delete(long id)
    {
        _items.Remove(id);
        _contents.Remove(id);
    }

    public ReadOnlyMemory<byte>? ReadContent(long id) =>
        _contents.TryGetValue(id, out var content) ? content : (ReadOnlyMemory<byte>?)null;

    public long? ReadMark(string name) => _marks.TryGetValue(name, out var value) ? value : null;

    public void Dispose()
    {
    }
}

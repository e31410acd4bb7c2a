namespace Rockdove.Outbox;

/// <summary>Keeps what is queued. One caller at a time.</summary>
/// <remarks>What fails is a <see cref="Storage.StoreException"/>, and nothing of it was kept.</remarks>
public interface IOutboxStore : IDisposable
{
    /// <summary>All that is kept, the oldest first, none of it under way.</summary>
    IReadOnlyList<OutboxItem> ReadAll();

    /// <summary>
    /// Keeps new items and their contents, and a mark, all or nothing; when it returns, they are as safe as this store
    /// makes them.
    /// </summary>
    /// <param name="items">Their ids are given here.</param>
    /// <param name="mark">A name and a number to remember; null for none.</param>
    /// <returns>The items with their ids.</returns>
    IReadOnlyList<OutboxItem> Add(
        IReadOnlyList<(OutboxItem Item, ReadOnlyMemory<byte> Content)> items, OutboxMark? mark);

    /// <summary>Keeps how far an item is; one that is not there stays so.</summary>
    /// <param name="item">What is known now.</param>
    /// <param name="keepsContent">False: it is not sent again.</param>
    void Update(OutboxItem item, bool keepsContent);

    void Delete(long id);

    /// <summary>The content of an item; null if it is not kept.</summary>
    ReadOnlyMemory<byte>? ReadContent(long id);

    /// <summary>The number of a mark; null if there is none.</summary>
    long? ReadMark(string name);
}

/// <summary>A number that is remembered beside the items, such as how far a list of messages was read.</summary>
public sealed record OutboxMark(string Name, long Value);

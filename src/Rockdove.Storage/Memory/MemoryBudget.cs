namespace Rockdove.Storage;

/// <summary>Counts bytes against a limit, without a lock.</summary>
internal sealed class MemoryBudget(long limitBytes)
{
    private long _usedBytes;

    public long UsedBytes => Volatile.Read(ref _usedBytes);

    public bool HasRoomFor(long bytes) => bytes <= limitBytes - UsedBytes;

    public bool TryReserve(long bytes)
    {
        var used = Volatile.Read(ref _usedBytes);
        while (bytes <= limitBytes - used)
        {
            var seen = Interlocked.CompareExchange(ref _usedBytes, used + bytes, used);
            if (seen == used)
                return true;
            used = seen;
        }
        return false;
    }

    public void Release(long bytes) => Interlocked.Add(ref _usedBytes, -bytes);

    public StoreFullException Full(long bytes) =>
        new($"No room for {bytes} more bytes: {UsedBytes} of {limitBytes} are used.");
}

using System.Collections.Concurrent;
using System.Globalization;

namespace Rockdove.Storage;

/// <summary>Blobs in memory. Deleting one frees it as soon as its last reader is done.</summary>
public sealed class MemoryBlobStore : IBlobStore
{
    private readonly ConcurrentDictionary<BlobId, MemoryBlob> _blobs = new();
    private readonly MemoryBudget _budget;
    private long _lastNumber;

    /// <param name="limitBytes">Octets of all blobs together, those being written included.</param>
    public MemoryBlobStore(long limitBytes)
        : this(new MemoryBudget(limitBytes)) => ArgumentOutOfRangeException.ThrowIfNegative(limitBytes);

    internal MemoryBlobStore(MemoryBudget budget) => _budget = budget;

    /// <summary>Octets held, those being written included.</summary>
    public long UsedBytes => _budget.UsedBytes;

    public ValueTask<IBlobWriter> CreateAsync(long expectedBytes, CancellationToken cancellationToken) =>
        new(Create(expectedBytes, cancellationToken));

    public ValueTask<IBlob?> OpenAsync(BlobId blob, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(_blobs.GetValueOrDefault(blob));
    }

    public ValueTask<bool> DeleteAsync(BlobId blob, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Delete(blob));
    }

    internal IBlobWriter Create(long expectedBytes, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(expectedBytes);
        cancellationToken.ThrowIfCancellationRequested();
        return _budget.HasRoomFor(expectedBytes)
            ? new MemoryBlobWriter(this, _budget)
            : throw _budget.Full(expectedBytes);
    }

    internal BlobId Add(MemoryBlob blob)
    {
        var id = new BlobId(Interlocked.Increment(ref _lastNumber).ToString(CultureInfo.InvariantCulture));
        _blobs[id] = blob;
        return id;
    }

    internal bool Delete(BlobId id)
    {
        if (!_blobs.TryRemove(id, out var blob))
            return false;
        _budget.Release(blob.Bytes);
        return true;
    }
}

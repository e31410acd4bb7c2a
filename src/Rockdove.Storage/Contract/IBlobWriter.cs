namespace Rockdove.Storage;

/// <summary>A blob being written. Disposed before it is completed, it never happened.</summary>
public interface IBlobWriter : IAsyncDisposable
{
    /// <summary>Octets written so far.</summary>
    long Bytes { get; }

    /// <summary>Takes the next bytes, as <see cref="IStagedMessage.WriteAsync"/> does.</summary>
    /// <exception cref="StoreFullException">
    /// There is no room. What was written is dropped; this and every later write fails, and so does completing.
    /// </exception>
    /// <exception cref="InvalidOperationException">The blob was completed or disposed.</exception>
    ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Makes the blob real, as durable as this store can make it. Once.</summary>
    /// <exception cref="StoreFullException">A write found no room.</exception>
    /// <exception cref="InvalidOperationException">The blob was completed or disposed.</exception>
    ValueTask<BlobId> CompleteAsync(CancellationToken cancellationToken);
}

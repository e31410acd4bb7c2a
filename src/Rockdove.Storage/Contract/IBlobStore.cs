namespace Rockdove.Storage;

/// <summary>Immutable bytes by id: the bodies, without anything that changes about them.</summary>
/// <remarks>Every member may be called from any thread at any time.</remarks>
public interface IBlobStore
{
    /// <summary>Begins a blob. It does not exist until it is completed.</summary>
    /// <remarks>The expected bytes are as in <see cref="IMailStore.StageAsync"/>.</remarks>
    /// <exception cref="StoreFullException">There is no room.</exception>
    ValueTask<IBlobWriter> CreateAsync(long expectedBytes, CancellationToken cancellationToken);

    /// <summary>
    /// Opens a blob, which then stays readable until disposed, even if it is deleted. Null if there is none.
    /// </summary>
    ValueTask<IBlob?> OpenAsync(BlobId blob, CancellationToken cancellationToken);

    /// <summary>Removes a blob and frees its bytes as soon as nobody reads them. False if there is none.</summary>
    ValueTask<bool> DeleteAsync(BlobId blob, CancellationToken cancellationToken);
}

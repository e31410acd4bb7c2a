namespace Rockdove.Storage;

/// <summary>
/// A message that is being received. Disposed without <see cref="IMailStore.CommitAsync"/>, it never happened.
/// </summary>
/// <remarks>One writer at a time. Disposing after a commit does nothing.</remarks>
public interface IStagedMessage : IAsyncDisposable
{
    /// <summary>Octets written so far.</summary>
    long Bytes { get; }

    /// <summary>
    /// Takes the next bytes; the memory is the caller's again when this returns. Waiting is back-pressure: the store
    /// cannot take more yet.
    /// </summary>
    /// <exception cref="StoreFullException">
    /// There is no room. What was staged is dropped; this and every later write fails, and so does the commit.
    /// </exception>
    /// <exception cref="InvalidOperationException">A commit was tried, or the message was disposed.</exception>
    ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken);
}

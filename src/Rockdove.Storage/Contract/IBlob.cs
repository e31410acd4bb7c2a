using System.IO.Pipelines;

namespace Rockdove.Storage;

/// <summary>
/// Immutable bytes, open for reading. They stay readable until disposed, whatever is deleted meanwhile.
/// </summary>
/// <remarks>
/// Several may read at once. That the length is known and the bytes are pinned lets a protocol announce the octets
/// (an IMAP literal, a Content-Length) before it copies them.
/// </remarks>
public interface IBlob : IAsyncDisposable
{
    /// <summary>Octets.</summary>
    long Bytes { get; }

    /// <summary>Copies a range, which is cut to the bytes there are, and returns how many octets were copied.</summary>
    /// <remarks>
    /// Flushes as it goes, so that memory stays bounded and a slow reader slows the copying; the last slice is left to
    /// the caller's flush. Stops early, and returns less, only if the destination's reader has gone.
    /// </remarks>
    /// <exception cref="OperationCanceledException">By the token, or since a flush was cancelled.</exception>
    ValueTask<long> CopyToAsync(ByteRange range, PipeWriter destination, CancellationToken cancellationToken);
}

using System.IO.Pipelines;

namespace Rockdove.Storage;

/// <summary>
/// Bytes in chunks of one size and a last one of any. Readers share it; the garbage collector is what keeps it
/// readable for as long as somebody reads.
/// </summary>
internal sealed class MemoryBlob(byte[][] chunks, byte[] tail) : IBlob
{
    public long Bytes { get; } = (long)chunks.Length * ChunkBytes + tail.Length;

    public async ValueTask<long> CopyToAsync(
        ByteRange range, PipeWriter destination, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(destination);
        cancellationToken.ThrowIfCancellationRequested();
        range = range.Within(Bytes);
        var copied = 0L;
        while (true)
        {
            var slice = Slice(range.Offset + copied, range.Length - copied);
            slice.CopyTo(destination.GetSpan(slice.Length));
            destination.Advance(slice.Length);
            copied += slice.Length;
            if (copied == range.Length)
                return copied;

            var flush = await destination.FlushAsync(cancellationToken).ConfigureAwait(false);
            if (flush.IsCanceled)
                throw new OperationCanceledException("The flush was cancelled.");
            if (flush.IsCompleted)
                return copied;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The bytes from an offset to the end of its chunk, at most so many and at most one slice.</summary>
    private ReadOnlySpan<byte> Slice(long offset, long length)
    {
        var index = (int)(offset / ChunkBytes);
        var chunk = index < chunks.Length ? chunks[index] : tail;
        var start = (int)(offset - (long)index * ChunkBytes);
        var end = Math.Min(index < chunks.Length ? ChunkBytes : tail.Length, start + Math.Min(length, SliceBytes));
        return chunk.AsSpan(start, (int)end - start);
    }

    /// <summary>
    /// Above the large-object threshold (85,000), so that the garbage collector never moves a chunk; all alike, so
    /// that the hole a deleted one leaves fits the next.
    /// </summary>
    public const int ChunkBytes = 128 * 1024;

    /// <summary>Copied between two flushes: half of what a pipe holds by default before its writer must wait.</summary>
    private const int SliceBytes = 32 * 1024;
}

using System.Buffers;
using System.IO.Pipelines;

namespace Rockdove.Storage;

/// <summary>Copies of blobs to plain buffers.</summary>
public static class BlobCopying
{
    /// <summary>Copies a range into a buffer that takes all of it: for small ranges and for tests.</summary>
    public static ValueTask<long> CopyToAsync(
        this IBlob blob, ByteRange range, IBufferWriter<byte> destination, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(blob);
        return blob.CopyToAsync(range, destination as PipeWriter ?? new BufferPipe(destination), cancellationToken);
    }

    /// <summary>A buffer that looks like a pipe whose reader is always fast enough.</summary>
    private sealed class BufferPipe(IBufferWriter<byte> buffer) : PipeWriter
    {
        public override void Advance(int bytes) => buffer.Advance(bytes);

        public override Memory<byte> GetMemory(int sizeHint = 0) => buffer.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => buffer.GetSpan(sizeHint);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new(new FlushResult(isCanceled: false, isCompleted: false));
        }

        public override void CancelPendingFlush()
        {
        }

        public override void Complete(Exception? exception = null)
        {
        }
    }
}

using System.IO.Pipelines;

namespace Rockdove.Hosting.Tests;

/// <summary>A pipe's writing end that counts the flushes that had something to send.</summary>
internal sealed class CountingWriter(PipeWriter inner) : PipeWriter
{
    public int Writes { get; private set; }

    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => inner.UnflushedBytes;

    public override void Advance(int bytes) => inner.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (inner.UnflushedBytes > 0)
            Writes++;
        return inner.FlushAsync(cancellationToken);
    }
}

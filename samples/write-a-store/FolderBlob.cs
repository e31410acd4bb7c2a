using System.IO.Pipelines;
using Microsoft.Win32.SafeHandles;
using Rockdove.Storage;

namespace WriteAStore;

internal sealed class FolderBlob(SafeFileHandle file) : IBlob
{
    public long Bytes { get; } = RandomAccess.GetLength(file);

    public async ValueTask<long> CopyToAsync(
        ByteRange range, PipeWriter destination, CancellationToken cancellationToken)
    {
        var wanted = range.Within(Bytes);
        long copied = 0;
        while (copied < wanted.Length)
        {
            var memory = destination.GetMemory(4096);
            var piece = memory[..(int)Math.Min(memory.Length, wanted.Length - copied)];
            var count = await RandomAccess.ReadAsync(file, piece, wanted.Offset + copied, cancellationToken);
            destination.Advance(count);
            copied += count;
            if (copied == wanted.Length)
                break; // The last slice is left to the caller's flush.
            var flushed = await destination.FlushAsync(cancellationToken);
            if (flushed.IsCanceled)
                throw new OperationCanceledException("The copying was cancelled.");
            if (flushed.IsCompleted || count == 0)
                break;
        }

        return copied;
    }

    public ValueTask DisposeAsync()
    {
        file.Dispose();
        return ValueTask.CompletedTask;
    }
}

using System.Buffers;
using System.IO.Pipelines;

namespace Rockdove.Storage.Sqlite;

/// <summary>A body in a segment. The open file keeps it readable after the segment's name is gone.</summary>
internal sealed class SegmentBlob(IFile file, BodyPlace place, string path) : IBlob
{
    public long Bytes => place.Bytes;

    public async ValueTask<long> CopyToAsync(
        ByteRange range, PipeWriter destination, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(destination);
        cancellationToken.ThrowIfCancellationRequested();
        range = range.Within(Bytes);
        var copied = 0L;
        while (true)
        {
            var wanted = (int)Math.Min(range.Length - copied, SliceBytes);
            copied += wanted == 0 ? 0 : Copy(destination, wanted, range.Offset + copied);
            if (copied == range.Length)
                return copied;

            var flush = await destination.FlushAsync(cancellationToken).ConfigureAwait(false);
            if (flush.IsCanceled)
                throw new OperationCanceledException("The flush was cancelled.");
            if (flush.IsCompleted)
                return copied;
        }
    }

    public ValueTask DisposeAsync()
    {
        file.Dispose();
        return ValueTask.CompletedTask;
    }

    private int Copy(PipeWriter destination, int wanted, long offset)
    {
        var room = destination.GetSpan();
        if (room.Length >= wanted)
        {
            var read = Read(room[..wanted], offset);
            destination.Advance(read);
            return read;
        }

        // A pipe that is asked for more than its blocks have takes memory that nobody bounds.
        var slice = ArrayPool<byte>.Shared.Rent(wanted);
        try
        {
            var read = Read(slice.AsSpan(0, wanted), offset);
            destination.Write(slice.AsSpan(0, read));
            return read;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(slice);
        }
    }

    private int Read(Span<byte> into, long offset)
    {
        var start = place.Offset + RecordHeader.Bytes + offset;
        try
        {
            var read = file.Read(into, start);
            return read > 0
                ? read
                : throw new StoreException($"{path} ends at offset {start}, in the middle of a body.");
        }
        catch (IOException error)
        {
            throw new StoreException($"{path} cannot be read at offset {start}: {error.Message}", error);
        }
    }

    /// <summary>Copied between two flushes: half of what a pipe holds by default before its writer must wait.</summary>
    private const int SliceBytes = 32 * 1024;
}

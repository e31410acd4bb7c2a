using System.Buffers;
using Rockdove.Hosting;
using Rockdove.Storage;

namespace Rockdove.Mailboxes;

/// <summary>Reads a blob range by range, as the peer takes it. The blob is disposed with it.</summary>
internal sealed class BlobSource(IBlob blob, Action completed) : MessageSource
{
    private long _offset;

    public override async ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        if (_offset == blob.Bytes)
            return 0;
        var slice = new SliceWriter(destination);
        var range = new ByteRange(_offset, Math.Min(destination.Length, blob.Bytes - _offset));
        var copied = await blob.CopyToAsync(range, slice, cancellationToken);
        if (copied != range.Length)
            throw new IOException($"A blob of {blob.Bytes} octets ended after {_offset + copied}.");
        _offset += copied;
        return slice.Finish();
    }

    public override void Complete() => completed();

    public override async ValueTask DisposeAsync()
    {
        await blob.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>
    /// Memory of somebody else as a place to write. A writer may ask for more room than is left, to use less of it;
    /// then it gets room of its own, and what it used is copied.
    /// </summary>
    private sealed class SliceWriter(Memory<byte> destination) : IBufferWriter<byte>
    {
        private byte[]? _spare;
        private int _written;

        public int Finish() => _written;

        public void Advance(int count)
        {
            if (_spare is not null)
                _spare.AsSpan(0, count).CopyTo(destination.Span[_written..]);
            _spare = null;
            _written += count;
        }

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            var left = destination[_written..];
            if (left.Length >= Math.Max(sizeHint, 1))
                return left;
            return _spare = new byte[Math.Max(sizeHint, 1)];
        }

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }
}

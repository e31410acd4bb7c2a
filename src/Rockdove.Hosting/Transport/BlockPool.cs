using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace Rockdove.Hosting;

/// <summary>
/// Gives the pipes of connections blocks of 64 KiB. Kestrel's own are 4 KiB, and a socket is read a block at a time,
/// with
/// two system calls for each: large messages come up to three times faster (docs/decisions/0018 and 0021). A connection
/// that waits holds no block.
/// </summary>
internal sealed class BlockPool : MemoryPool<byte>
{
    private readonly ConcurrentQueue<Block> _free = new();

    public override int MaxBufferSize => BlockBytes;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1) =>
        _free.TryDequeue(out var block) ? block : new Block(this);

    protected override void Dispose(bool disposing) => _free.Clear();

    private void Return(Block block)
    {
        if (_free.Count < KeptBlocks)
            _free.Enqueue(block);
    }

    internal sealed class Factory : IMemoryPoolFactory<byte>
    {
        public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new BlockPool();
    }

    private sealed class Block(BlockPool pool) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory { get; } = GC.AllocateUninitializedArray<byte>(BlockBytes, pinned: true);

        public void Dispose() => pool.Return(this);
    }

    private const int BlockBytes = 64 * 1024;

    /// <summary>What a burst leaves behind is at most 16 MiB; the rest goes back to the collector.</summary>
    private const int KeptBlocks = 256;
}

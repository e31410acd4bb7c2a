using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace Rockdove.Bench;

/// <summary>Gives Kestrel's pipes blocks of another size than its own 4 KiB, and so longer reads.</summary>
internal sealed class BlockPoolFactory(int blockBytes) : IMemoryPoolFactory<byte>
{
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new BlockPool(blockBytes);
}

internal sealed class BlockPool(int blockBytes) : MemoryPool<byte>
{
    private readonly ConcurrentQueue<Block> _free = new();

    public override int MaxBufferSize => blockBytes;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1) =>
        _free.TryDequeue(out var block) ? block : new Block(this, blockBytes);

    protected override void Dispose(bool disposing) => _free.Clear();

    private sealed class Block(BlockPool pool, int blockBytes) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory { get; } = GC.AllocateUninitializedArray<byte>(blockBytes, pinned: true);

        public void Dispose() => pool._free.Enqueue(this);
    }
}

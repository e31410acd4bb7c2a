using System.Buffers;

namespace Rockdove.Storage;

/// <summary>
/// Gathers a blob: a small one in a pooled buffer that doubles and is copied once to an array of its exact size, a
/// large one in chunks that it keeps.
/// </summary>
internal sealed class MemoryBlobWriter(MemoryBlobStore store, MemoryBudget budget) : IBlobWriter
{
    private State _state;
    private List<byte[]>? _chunks;
    private byte[] _tail = [];
    private int _tailFilled;

    public long Bytes { get; private set; }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Require(State.Open);
        if (!budget.TryReserve(content.Length))
        {
            var full = budget.Full(content.Length);
            Drop(State.Lost);
            throw full;
        }
        Bytes += content.Length;
        for (var rest = content.Span; !rest.IsEmpty;)
        {
            if (_tailFilled == Math.Min(_tail.Length, MemoryBlob.ChunkBytes))
                Grow(rest.Length);
            var taken = Math.Min(rest.Length, Math.Min(_tail.Length, MemoryBlob.ChunkBytes) - _tailFilled);
            rest[..taken].CopyTo(_tail.AsSpan(_tailFilled));
            _tailFilled += taken;
            rest = rest[taken..];
        }
        return ValueTask.CompletedTask;
    }

    public ValueTask<BlobId> CompleteAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Require(State.Open);
        var tail = GC.AllocateUninitializedArray<byte>(_tailFilled);
        _tail.AsSpan(0, _tailFilled).CopyTo(tail);
        var blob = new MemoryBlob(_chunks is null ? [] : [.. _chunks], tail);
        ReturnTail();
        _chunks = null;
        _state = State.Completed;
        return new(store.Add(blob));
    }

    public ValueTask DisposeAsync()
    {
        if (_state == State.Open)
            Drop(State.Disposed);
        return ValueTask.CompletedTask;
    }

    private void Grow(int wanted)
    {
        if (_tail.Length >= MemoryBlob.ChunkBytes)
        {
            (_chunks ??= []).Add(_tail);
            _tail = ArrayPool<byte>.Shared.Rent(MemoryBlob.ChunkBytes);
            _tailFilled = 0;
            return;
        }
        var size = Math.Max(_tail.Length * 2L, (long)_tailFilled + wanted);
        size = Math.Clamp(size, FirstBytes, MemoryBlob.ChunkBytes);
        var larger = ArrayPool<byte>.Shared.Rent((int)size);
        _tail.AsSpan(0, _tailFilled).CopyTo(larger);
        var filled = _tailFilled;
        ReturnTail();
        (_tail, _tailFilled) = (larger, filled);
    }

    private void Drop(State state)
    {
        budget.Release(Bytes);
        Bytes = 0;
        ReturnTail();
        _chunks = null;
        _state = state;
    }

    /// <summary>The tail goes back to the pool it came from. Chunks do not: readers may hold them.</summary>
    private void ReturnTail()
    {
        if (_tail.Length > 0)
            ArrayPool<byte>.Shared.Return(_tail);
        (_tail, _tailFilled) = ([], 0);
    }

    private void Require(State state)
    {
        if (_state == State.Lost)
            throw new StoreFullException("The rest of this message found no room.");
        if (_state != state)
            throw new InvalidOperationException($"The blob is {_state}, not {state}.");
    }

    private enum State : byte
    {
        Open,
        Lost,
        Completed,
        Disposed,
    }

    /// <summary>Room for a header and a short text, so that a plain message does not grow its buffer.</summary>
    private const int FirstBytes = 4096;
}

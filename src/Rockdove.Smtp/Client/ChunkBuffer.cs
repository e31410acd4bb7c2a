using System.Buffers;

namespace Rockdove.Smtp;

/// <summary>Content that waits to be counted: a chunk's length goes before it (RFC 3030 section 2).</summary>
internal sealed class ChunkBuffer : IBufferWriter<byte>
{
    private byte[] _octets = [];
    private int _start;
    private int _end;

    public int Length => _end - _start;

    /// <summary>Removes the first octets; good until the next write.</summary>
    public ReadOnlySpan<byte> Take(int length)
    {
        var taken = _octets.AsSpan(_start, length);
        _start += length;
        return taken;
    }

    public void Advance(int count) => _end += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(Math.Max(sizeHint, 1));
        return _octets.AsMemory(_end);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    private void MakeRoom(int size)
    {
        if (_octets.Length - _end >= size)
            return;
        var length = Length;
        var room = length + size <= _octets.Length / 2
            ? _octets
            : new byte[Math.Max(length + size, Math.Min(_octets.Length * 2, Array.MaxLength))];
        _octets.AsSpan(_start, length).CopyTo(room);
        _octets = room;
        _start = 0;
        _end = length;
    }
}

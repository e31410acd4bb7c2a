using System.Buffers;

namespace Rockdove.Mime;

/// <summary>Octets that are gathered before their charset can be applied. The array is rented.</summary>
internal sealed class MemoryOctets(int capacity = 256) : IDisposable
{
    private byte[] _octets = ArrayPool<byte>.Shared.Rent(capacity);
    private int _length;

    public ReadOnlySpan<byte> Written => _octets.AsSpan(0, _length);

    public void Append(byte octet)
    {
        Reserve(1)[0] = octet;
        _length++;
    }

    public void Append(ReadOnlySpan<byte> octets)
    {
        octets.CopyTo(Reserve(octets.Length));
        _length += octets.Length;
    }

    /// <summary>Room for more; <see cref="Advance"/> says how much of it was used.</summary>
    public Span<byte> Reserve(int count)
    {
        if (_octets.Length - _length < count)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_octets.Length * 2, _length + count));
            Written.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_octets);
            _octets = larger;
        }

        return _octets.AsSpan(_length);
    }

    public void Advance(int count) => _length += count;

    public void Clear() => _length = 0;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_octets);
        _octets = [];
        _length = 0;
    }
}

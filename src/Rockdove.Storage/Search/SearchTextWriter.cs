using System.Buffers;
using System.Text;

namespace Rockdove.Storage;

/// <summary>Gathers the octets of a <see cref="SearchText"/>.</summary>
internal ref struct SearchTextWriter(int expectedBytes)
{
    private byte[] _octets = ArrayPool<byte>.Shared.Rent(expectedBytes + RoomForTheRest);
    private int _length;

    public void Add(byte octet)
    {
        Room(1)[0] = octet;
        _length++;
    }

    public void Add(scoped ReadOnlySpan<byte> octets)
    {
        octets.CopyTo(Room(octets.Length));
        _length += octets.Length;
    }

    /// <summary>How many octets it takes, seven bits in each, and the text as it is compared.</summary>
    public void AddFolded(ReadOnlySpan<char> text)
    {
        var buffer = ArrayPool<char>.Shared.Rent(text.Length);
        var folded = buffer.AsSpan(0, SearchFold.Fold(text, buffer));
        var bytes = Encoding.UTF8.GetByteCount(folded);
        for (var left = (uint)bytes; ; left >>= 7)
        {
            Add((byte)(left > 0x7F ? left | 0x80 : left));
            if (left <= 0x7F)
                break;
        }
        _length += Encoding.UTF8.GetBytes(folded, Room(bytes));
        ArrayPool<char>.Shared.Return(buffer);
    }

    /// <summary>What was written. There is nothing more to write.</summary>
    public readonly byte[] Finish()
    {
        var all = _octets.AsSpan(0, _length).ToArray();
        ArrayPool<byte>.Shared.Return(_octets);
        return all;
    }

    private Span<byte> Room(int bytes)
    {
        if (_octets.Length - _length < bytes)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_octets.Length * 2, _length + bytes));
            _octets.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_octets);
            _octets = larger;
        }
        return _octets.AsSpan(_length);
    }

    /// <summary>Octets of a header, as a rule.</summary>
    private const int RoomForTheRest = 2048;
}

using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Rockdove.Storage.Sqlite;

/// <summary>
/// Texts one behind the other, each with its length and its checksum before it. One thread appends; reading what is
/// there is for everybody.
/// </summary>
internal sealed class TextFile(IFile file, string path) : IDisposable
{
    private long _bytes = file.Bytes;

    /// <summary>Writes a text behind the others.</summary>
    /// <returns>Its place; <see cref="Nowhere"/> if the file has grown so large that it has none.</returns>
    /// <exception cref="IOException">It was not written, or not whole.</exception>
    public int Append(ReadOnlySpan<byte> text)
    {
        var bytes = HeaderBytes + text.Length;
        if (_bytes > int.MaxValue - bytes)
            return Nowhere;
        var record = ArrayPool<byte>.Shared.Rent(bytes);
        try
        {
            BinaryPrimitives.WriteInt32LittleEndian(record, text.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(sizeof(int)), ChecksumOf(text));
            text.CopyTo(record.AsSpan(HeaderBytes));
            file.Write(record.AsSpan(0, bytes), _bytes);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(record);
        }
        var place = (int)_bytes;
        _bytes += bytes;
        return place;
    }

    /// <summary>Reads what lies between two places, or from one to the end.</summary>
    /// <param name="into">As long as what is wanted.</param>
    /// <param name="place">Of the first text.</param>
    /// <returns>Octets read: fewer at the end.</returns>
    public int Read(Span<byte> into, int place)
    {
        var all = 0;
        while (all < into.Length && file.Read(into[all..], place + all) is > 0 and var read)
            all += read;
        return all;
    }

    /// <summary>The text that stands at the beginning of these octets.</summary>
    /// <exception cref="StoreException">It is not what was written.</exception>
    public ReadOnlyMemory<byte> TextIn(ReadOnlyMemory<byte> octets, int place)
    {
        if (octets.Length >= HeaderBytes
            && BinaryPrimitives.ReadInt32LittleEndian(octets.Span) is var bytes
            && bytes > 0 && bytes <= octets.Length - HeaderBytes
            && octets.Slice(HeaderBytes, bytes) is var text
            && ChecksumOf(text.Span) == BinaryPrimitives.ReadUInt32LittleEndian(octets.Span[sizeof(int)..]))
        {
            return text;
        }
        throw new StoreException($"{path} is damaged at offset {place}.");
    }

    public void Sync() => file.Sync();

    public void Dispose() => file.Dispose();

    /// <summary>
    /// Three checksums beside each other, and one of these: a processor has three on the way at once, and a search
    /// checks all that it reads.
    /// </summary>
    private static uint ChecksumOf(ReadOnlySpan<byte> text)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(text);
        var third = words.Length / 3;
        var first = words[..third];
        var second = words.Slice(third, third);
        var last = words.Slice(third * 2, third);
        uint a = 1, b = 2, c = 3;
        for (var i = 0; i < third; i++)
        {
            a = BitOperations.Crc32C(a, first[i]);
            b = BitOperations.Crc32C(b, second[i]);
            c = BitOperations.Crc32C(c, last[i]);
        }
        c = Crc32C.Append(c, text[(third * 3 * sizeof(ulong))..]);
        return BitOperations.Crc32C(BitOperations.Crc32C(a, b), c);
    }

    /// <summary>The place of a text that was not kept.</summary>
    public const int Nowhere = -1;

    private const int HeaderBytes = sizeof(int) + sizeof(uint);
}

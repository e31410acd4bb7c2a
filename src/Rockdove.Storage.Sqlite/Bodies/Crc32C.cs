using System.Numerics;
using System.Runtime.InteropServices;

namespace Rockdove.Storage.Sqlite;

/// <summary>CRC-32C (Castagnoli; RFC 3720 section 12.1), of bytes that may come in pieces.</summary>
internal static class Crc32C
{
    public static uint Of(ReadOnlySpan<byte> bytes) => Append(Nothing, bytes);

    /// <summary>The checksum of what <paramref name="crc"/> is of, with more bytes behind it.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        crc = ~crc;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : Reverse(word));
        foreach (var octet in bytes[(words.Length * sizeof(ulong))..])
            crc = BitOperations.Crc32C(crc, octet);
        return ~crc;
    }

    private static ulong Reverse(ulong word) => System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word);

    /// <summary>The checksum of no bytes.</summary>
    public const uint Nothing = 0;
}

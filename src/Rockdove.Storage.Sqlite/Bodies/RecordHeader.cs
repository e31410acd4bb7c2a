using System.Buffers.Binary;

namespace Rockdove.Storage.Sqlite;

/// <summary>
/// What stands before each body in a segment: 64 octets, little-endian. Magic (4), flags (4, zero so far), length (8),
/// SHA-256 of the body (32), CRC-32C of the body (4), zero (8), CRC-32C of all of this before it (4).
/// </summary>
internal readonly struct RecordHeader(long length, UInt128 hashHigh, UInt128 hashLow, uint bodyCrc)
{
    public long Length => length;

    public uint BodyCrc => bodyCrc;

    public bool HasHash(ReadOnlySpan<byte> sha256) =>
        BinaryPrimitives.ReadUInt128BigEndian(sha256) == hashHigh
        && BinaryPrimitives.ReadUInt128BigEndian(sha256[16..]) == hashLow;

    public static void Write(Span<byte> header, long length, ReadOnlySpan<byte> sha256, uint bodyCrc)
    {
        header[..Bytes].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, Magic);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], length);
        sha256.CopyTo(header[16..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[48..], bodyCrc);
        BinaryPrimitives.WriteUInt32LittleEndian(header[60..], Crc32C.Of(header[..60]));
    }

    /// <summary>False if these octets are no header, or not the one that was written.</summary>
    public static bool TryRead(ReadOnlySpan<byte> header, out RecordHeader read)
    {
        read = default;
        if (header.Length < Bytes
            || BinaryPrimitives.ReadUInt32LittleEndian(header) != Magic
            || BinaryPrimitives.ReadUInt32LittleEndian(header[4..]) != 0
            || BinaryPrimitives.ReadUInt32LittleEndian(header[60..]) != Crc32C.Of(header[..60]))
        {
            return false;
        }
        var length = BinaryPrimitives.ReadInt64LittleEndian(header[8..]);
        read = new(
            length,
            BinaryPrimitives.ReadUInt128BigEndian(header[16..]),
            BinaryPrimitives.ReadUInt128BigEndian(header[32..]),
            BinaryPrimitives.ReadUInt32LittleEndian(header[48..]));
        return length >= 0;
    }

    public const int Bytes = 64;

    /// <summary>"RDB1".</summary>
    private const uint Magic = 0x31424452;
}

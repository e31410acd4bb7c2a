using System.Buffers.Binary;

namespace Rockdove.Storage.Sqlite;

/// <summary>The names of a message as octets, eight each, most significant first.</summary>
internal static class NameColumn
{
    public static byte[] Write(ReadOnlySpan<long> names)
    {
        var octets = new byte[names.Length * sizeof(long)];
        for (var i = 0; i < names.Length; i++)
            BinaryPrimitives.WriteInt64BigEndian(octets.AsSpan(i * sizeof(long)), names[i]);
        return octets;
    }

    public static long[] Read(ReadOnlySpan<byte> octets)
    {
        var names = new long[octets.Length / sizeof(long)];
        for (var i = 0; i < names.Length; i++)
            names[i] = BinaryPrimitives.ReadInt64BigEndian(octets[(i * sizeof(long))..]);
        return names;
    }
}

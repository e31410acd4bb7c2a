using System.IO.Compression;

namespace Rockdove.Prober;

/// <summary>What is kept and seldom read.</summary>
internal static class Gzip
{
    public static byte[] Pack(ReadOnlySpan<byte> octets)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(octets);
        return packed.ToArray();
    }

    /// <exception cref="InvalidDataException">It is not gzip.</exception>
    public static byte[] Unpack(byte[] packed)
    {
        var octets = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress))
            gzip.CopyTo(octets);
        return octets.ToArray();
    }
}

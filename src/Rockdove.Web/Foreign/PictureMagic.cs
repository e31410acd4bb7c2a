namespace Rockdove.Web;

/// <summary>
/// Tells pictures by how they begin, and not by what a mail says of them. Codecs of other formats are never reached;
/// SVG is a page and no picture.
/// </summary>
internal static class PictureMagic
{
    /// <summary>The formats that mail has, whose decoders every browser has too.</summary>
    public const string Kinds = "JPEG, PNG, GIF, WebP or BMP";

    public static bool IsPicture(ReadOnlySpan<byte> octets) =>
        octets.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) // ISO/IEC 10918-1 B.1.1.3: SOI, and a marker.
        || octets.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A])
        || octets.StartsWith("GIF87a"u8)
        || octets.StartsWith("GIF89a"u8)
        || (octets.Length >= 12 && octets.StartsWith("RIFF"u8) && octets[8..].StartsWith("WEBP"u8)) // RFC 9649
        || octets.StartsWith("BM"u8);
}

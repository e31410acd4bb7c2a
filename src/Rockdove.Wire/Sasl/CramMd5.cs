using System.Buffers;
using System.Security.Cryptography;

namespace Rockdove.Wire;

/// <summary>The computation that both sides of CRAM-MD5 share (RFC 2195 section 2).</summary>
internal static class CramMd5
{
    /// <summary>The digest in lower-case hexadecimal: <see cref="DigestOctets"/> characters.</summary>
    public static void WriteDigest(ReadOnlySpan<byte> password, ReadOnlySpan<byte> challenge, Span<byte> digest)
    {
        Span<byte> code = stackalloc byte[HMACMD5.HashSizeInBytes];

        // MD5 is what the mechanism is; HMAC does not need its collision resistance.
#pragma warning disable CA5351
        HMACMD5.HashData(password, challenge, code);
#pragma warning restore CA5351
        for (var i = 0; i < code.Length; i++)
        {
            digest[2 * i] = Hexadecimal[code[i] >> 4];
            digest[(2 * i) + 1] = Hexadecimal[code[i] & 0xF];
        }
    }

    public static bool IsDigest(ReadOnlySpan<byte> text) =>
        text.Length == DigestOctets && !text.ContainsAnyExcept(HexadecimalOctets);

    public const int DigestOctets = 32;

    private static ReadOnlySpan<byte> Hexadecimal => "0123456789abcdef"u8;

    private static readonly SearchValues<byte> HexadecimalOctets = SearchValues.Create(Hexadecimal);
}

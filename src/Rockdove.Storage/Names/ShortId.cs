using System.Buffers.Binary;

namespace Rockdove.Storage;

/// <summary>
/// 128 bits as 22 letters and digits, most significant first: safe in a URL, a file name and an RFC 8474 object id,
/// and ordered as text as the numbers are.
/// </summary>
internal static class ShortId
{
    public const int Length = 22;

    /// <summary>
    /// A new value: 48 bits of time (RFC 9562 section 5.7), the rest random, so that newer sorts later.
    /// </summary>
    public static UInt128 Create(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        var guid = Guid.CreateVersion7(now < DateTimeOffset.UnixEpoch ? DateTimeOffset.UnixEpoch : now);
        guid.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    public static string Format(UInt128 value) =>
        string.Create(Length, value, static (text, rest) =>
        {
            for (var i = text.Length - 1; i >= 0; i--)
            {
                (rest, var digit) = UInt128.DivRem(rest, Radix);
                text[i] = Digits[(int)digit];
            }
        });

    public static bool TryParse(ReadOnlySpan<char> text, out UInt128 value)
    {
        value = 0;
        if (text.Length != Length)
            return false;

        foreach (var symbol in text)
        {
            var digit = Digits.IndexOf(symbol, StringComparison.Ordinal);
            if (digit < 0 || value > (UInt128.MaxValue - (uint)digit) / Radix)
                return Fail(out value);
            value = value * Radix + (uint)digit;
        }
        return true;
    }

    private static bool Fail(out UInt128 value)
    {
        value = 0;
        return false;
    }

    private const uint Radix = 62;
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
}

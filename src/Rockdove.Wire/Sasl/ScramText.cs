using System.Buffers;
using System.Buffers.Text;
using System.Text.Unicode;

namespace Rockdove.Wire;

/// <summary>The tokens within SCRAM messages.</summary>
internal static class ScramText
{
    /// <summary>True when the octets can be a message at all: UTF-8 without NUL.</summary>
    public static bool IsText(ReadOnlySpan<byte> message) => !message.Contains((byte)0) && Utf8.IsValid(message);

    /// <summary>A nonce is printable ASCII without a comma; the comma has been taken out by the reader.</summary>
    public static bool IsNonce(ReadOnlySpan<byte> value) =>
        !value.IsEmpty && !value.ContainsAnyExceptInRange((byte)0x21, (byte)0x7E);

    /// <summary>Strict base64: the base library's decoder would skip white space.</summary>
    public static bool TryDecodeBase64(ReadOnlySpan<byte> value, out byte[] decoded)
    {
        decoded = [];
        if (value.Length % 4 != 0 || value.TrimEnd((byte)'=').ContainsAnyExcept(Base64Octets))
            return false;
        var output = new byte[Base64.GetMaxDecodedFromUtf8Length(value.Length)];
        if (Base64.DecodeFromUtf8(value, output, out _, out var written) != OperationStatus.Done)
            return false;
        decoded = output[..written];
        return true;
    }

    public static byte[] EncodeBase64(ReadOnlySpan<byte> octets)
    {
        var encoded = new byte[Base64.GetMaxEncodedToUtf8Length(octets.Length)];
        Base64.EncodeToUtf8(octets, encoded, out _, out _);
        return encoded;
    }

    /// <summary><c>posit-number = %x31-39 *DIGIT</c>, of at most seven digits: more are out of bounds anyhow.</summary>
    public static bool TryReadCount(ReadOnlySpan<byte> value, out int count)
    {
        count = 0;
        if (value.Length is 0 or > 7 || value[0] == '0' || value.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return false;
        foreach (var digit in value)
            count = (count * 10) + (digit - '0');
        return true;
    }

    /// <summary>A nonce of our own: 144 random bits in base64, which has no comma.</summary>
    public static byte[] MakeNonce(Action<Span<byte>> fillRandom)
    {
        Span<byte> random = stackalloc byte[18];
        fillRandom(random);
        return EncodeBase64(random);
    }

    private static readonly SearchValues<byte> Base64Octets =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8);
}

using System.Buffers.Binary;

namespace Rockdove.LedgerWriter;

/// <summary>The message of a token, so that whoever knows the token knows every byte.</summary>
public static class LedgerBody
{
    /// <summary>Four octets of token, then any; one in ten is too large to be gathered in memory.</summary>
    public static byte[] Of(int token)
    {
        var random = new Random(token);
        var body = new byte[4 + (token % 10 == 3 ? random.Next(16_000, 60_000) : random.Next(0, 6000))];
        random.NextBytes(body);
        BinaryPrimitives.WriteInt32LittleEndian(body, token);
        return body;
    }

    public static int TokenOf(ReadOnlySpan<byte> body) => BinaryPrimitives.ReadInt32LittleEndian(body);
}

using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Rockdove.LedgerWriter;

/// <summary>The message of a token, so that whoever knows the token knows every byte.</summary>
public static class LedgerBody
{
    /// <summary>
    /// Four octets of token, a text to search for, then any octets; one in ten is too large to be gathered in memory.
    /// </summary>
    public static byte[] Of(int token)
    {
        var random = new Random(token);
        var text = TextOf(token);
        var body = new byte[4 + text.Length + (token % 10 == 3 ? random.Next(16_000, 60_000) : random.Next(0, 6000))];
        random.NextBytes(body);
        BinaryPrimitives.WriteInt32LittleEndian(body, token);
        text.CopyTo(body.AsSpan(4));
        return body;
    }

    /// <summary>What every body says.</summary>
    public const string Word = "ledger";

    /// <summary>What only this one says.</summary>
    public static string NameOf(int token) => string.Create(CultureInfo.InvariantCulture, $"T{token:D9}E");

    private static byte[] TextOf(int token) => Encoding.ASCII.GetBytes($"\r\n\r\n{Word} {NameOf(token)}\r\n");

    public static int TokenOf(ReadOnlySpan<byte> body) => BinaryPrimitives.ReadInt32LittleEndian(body);
}

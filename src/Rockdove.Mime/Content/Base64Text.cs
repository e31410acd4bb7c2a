using System.Buffers;
using System.Buffers.Text;

namespace Rockdove.Mime;

/// <summary>Base64 as mail has it (RFC 2045 section 6.8): characters outside the alphabet are skipped.</summary>
internal static class Base64Text
{
    private const byte Skipped = 0xFF;
    private static readonly byte[] Values = MakeValues();

    /// <summary>
    /// Decodes into a span of at least three quarters of the text and three; returns the octets written.
    /// </summary>
    /// <param name="text">The encoded text, with its line ends.</param>
    /// <param name="octets">Where the octets go.</param>
    /// <param name="fault">Where the first thing that should not be there lies, or -1.</param>
    public static int Decode(ReadOnlySpan<byte> text, Span<byte> octets, out int fault)
    {
        fault = -1;
        if (Base64.DecodeFromUtf8(text, octets, out var consumed, out var written) == OperationStatus.Done
            && consumed == text.Length)
            return written;
        return DecodeTolerantly(text, octets, out fault);
    }

    // Padding ends the data (section 6.8). Programs that joined encodings are forgiven, lists that appended a footer
    // are not believed: what follows the padding is read if its line could be base64 from there to its end.
    private static int DecodeTolerantly(ReadOnlySpan<byte> text, Span<byte> octets, out int fault)
    {
        fault = -1;
        int written = 0, held = 0, bits = 0, solidUntil = 0;
        var padded = false;
        for (var i = 0; i < text.Length; i++)
        {
            var value = Values[text[i]];
            if (value == Skipped)
            {
                if (text[i] == (byte)'=')
                {
                    if (held == 0 && !padded && fault < 0)
                        fault = i;
                    written = Flush(octets, written, held, bits);
                    (held, bits, padded) = (0, 0, true);
                }
                else if (text[i] is not ((byte)'\r' or (byte)'\n' or (byte)' ' or (byte)'\t') && fault < 0)
                {
                    fault = i;
                }

                continue;
            }

            if (padded && fault < 0)
                fault = i;
            if (padded && i >= solidUntil)
            {
                var length = SolidLength(text[i..]);
                if (length == 0)
                    break;
                solidUntil = i + length;
            }

            padded = false;
            bits = (bits << 6) | value;
            if (++held < 4)
                continue;
            octets[written++] = (byte)(bits >> 16);
            octets[written++] = (byte)(bits >> 8);
            octets[written++] = (byte)bits;
            (held, bits) = (0, 0);
        }

        if (held > 0 && fault < 0)
            fault = text.Length - 1;
        return Flush(octets, written, held, bits);
    }

    // The length of a line that holds whole quanta and nothing else, with its padding; 0 if it is no such line.
    private static int SolidLength(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'\n');
        var line = (end < 0 ? text : text[..end]).TrimEnd(" \t\r"u8);
        foreach (var character in line)
        {
            if (Values[character] == Skipped && character != (byte)'=')
                return 0;
        }

        return line.Length % 4 == 0 ? line.Length : 0;
    }

    // Two characters hold one octet, three hold two; one alone holds none.
    private static int Flush(Span<byte> octets, int written, int held, int bits)
    {
        if (held >= 2)
            octets[written++] = (byte)(bits >> ((held * 6) - 8));
        if (held == 3)
            octets[written++] = (byte)(bits >> 2);
        return written;
    }

    private static byte[] MakeValues()
    {
        var values = new byte[256];
        Array.Fill(values, Skipped);
        for (var i = 0; i < 64; i++)
            values["ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[i]] = (byte)i;
        return values;
    }
}

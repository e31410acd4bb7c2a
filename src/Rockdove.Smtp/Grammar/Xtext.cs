using System.Buffers;
using System.Globalization;
using System.Text;

namespace Rockdove.Smtp;

/// <summary>
/// xtext (RFC 3461 section 4): printable ASCII except <c>+</c> and <c>=</c> stands for itself; any other octet is
/// <c>+</c> and two upper-case hexadecimal digits.
/// </summary>
public static class Xtext
{
    /// <summary>Decodes; the octets that come out are read as UTF-8.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> xtext, out string text)
    {
        text = "";
        var octets = new ArrayBufferWriter<byte>(Math.Max(1, xtext.Length));
        for (var i = 0; i < xtext.Length; i++)
        {
            var octet = xtext[i];
            if (octet is < 0x21 or > 0x7E or (byte)'=')
                return false;
            if (octet == '+')
            {
                if (i + 2 >= xtext.Length || !IsUpperHex(xtext[i + 1]) || !IsUpperHex(xtext[i + 2]))
                    return false;
                octet = byte.Parse(xtext.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                i += 2;
            }

            octets.Write([octet]);
        }

        text = Encoding.UTF8.GetString(octets.WrittenSpan);
        return true;
    }

    /// <summary>Encodes the UTF-8 octets of <paramref name="text"/>.</summary>
    public static string Encode(string text)
    {
        var xtext = new StringBuilder(text.Length);
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            if (octet is < 0x21 or > 0x7E or (byte)'+' or (byte)'=')
                xtext.Append(CultureInfo.InvariantCulture, $"+{octet:X2}");
            else
                xtext.Append((char)octet);
        }

        return xtext.ToString();
    }

    private static bool IsUpperHex(byte octet) =>
        octet is (>= (byte)'0' and <= (byte)'9') or (>= (byte)'A' and <= (byte)'F');
}

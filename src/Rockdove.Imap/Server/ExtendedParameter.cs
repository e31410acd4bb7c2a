using System.Buffers;
using System.Globalization;
using System.Text;

namespace Rockdove.Imap;

/// <summary>The value of a MIME parameter in US-ASCII: <c>utf-8''caf%C3%A9</c> (RFC 2231 section 4).</summary>
internal static class ExtendedParameter
{
    public static string Encode(string value)
    {
        var text = new StringBuilder("utf-8''");
        foreach (var octet in Encoding.UTF8.GetBytes(value))
        {
            if (AttributeCharacters.Contains(octet))
                text.Append((char)octet);
            else
                text.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
        }

        return text.ToString();
    }

    /// <summary>attribute-char of RFC 2231 section 7.</summary>
    private static readonly SearchValues<byte> AttributeCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$&+-.^_`{|}~"u8);
}

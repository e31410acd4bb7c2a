using System.Buffers;
using System.Text;

namespace Rockdove.Wire;

/// <summary>
/// A <c>saslname</c> (RFC 5801 section 4): <c>,</c> travels as <c>=2C</c> and <c>=</c> as <c>=3D</c>.
/// </summary>
internal static class SaslName
{
    /// <summary>Undoes the escapes. False when the name is empty or an <c>=</c> begins anything else.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> name, out byte[] decoded)
    {
        decoded = [];
        if (name.IsEmpty || name.ContainsAny((byte)0, (byte)','))
            return false;

        var output = new byte[name.Length];
        var length = 0;
        while (!name.IsEmpty)
        {
            if (name[0] != '=')
            {
                output[length++] = name[0];
                name = name[1..];
                continue;
            }

            if (name.StartsWith("=2C"u8))
                output[length++] = (byte)',';
            else if (name.StartsWith("=3D"u8))
                output[length++] = (byte)'=';
            else
                return false;
            name = name[3..];
        }

        decoded = output[..length];
        return true;
    }

    public static void Write(string name, IBufferWriter<byte> output) =>
        output.Write(Encoding.UTF8.GetBytes(name.Replace("=", "=3D", StringComparison.Ordinal)
            .Replace(",", "=2C", StringComparison.Ordinal)));
}

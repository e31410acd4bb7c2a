using System.Text;

namespace Rockdove.Mock;

/// <summary>
/// The size that a MAIL command declares (RFC 1870 section 6.1). The message of a replay need not be the one that was
/// recorded, so its size need not be either.
/// </summary>
internal static class DeclaredSize
{
    /// <summary>The line with the size that another one declares; unchanged where one of them declares none.</summary>
    public static ReadOnlySpan<byte> Replace(ReadOnlySpan<byte> line, ReadOnlySpan<byte> by)
    {
        var (own, other) = (Find(line), Find(by));
        return own.Length == 0 || other.Length == 0
            ? line
            : (byte[])[.. line[..own.At], .. by.Slice(other.At, other.Length), .. line[(own.At + own.Length)..]];
    }

    /// <summary>Where the digits are; the last ones, since a quoted local part may look like a parameter.</summary>
    private static (int At, int Length) Find(ReadOnlySpan<byte> line)
    {
        if (line.Length < 5 || !Ascii.EqualsIgnoreCase(line[..5], "MAIL "u8))
            return default;
        for (var at = line.Length - Keyword.Length; at > 0; at--)
        {
            if (!Ascii.EqualsIgnoreCase(line.Slice(at, Keyword.Length), Keyword))
                continue;
            var digits = line[(at + Keyword.Length)..];
            var end = digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            return (at + Keyword.Length, end < 0 ? digits.Length : end);
        }

        return default;
    }

    private static ReadOnlySpan<byte> Keyword => " SIZE="u8;
}

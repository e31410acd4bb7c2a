namespace Rockdove.Testing;

/// <summary>
/// Ways of cutting octets into pieces, as networks do. No piece is empty, and joined they are the whole.
/// </summary>
public static class ByteCutter
{
    /// <summary>One piece.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Whole(ReadOnlyMemory<byte> octets) =>
        octets.IsEmpty ? [] : [octets];

    /// <summary>One octet in each piece.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Each(ReadOnlyMemory<byte> octets)
    {
        for (var i = 0; i < octets.Length; i++)
            yield return octets.Slice(i, 1);
    }

    /// <summary>Two pieces, for each place where there can be a cut.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>[]> EveryTwoPieces(ReadOnlyMemory<byte> octets)
    {
        for (var i = 1; i < octets.Length; i++)
            yield return [octets[..i], octets[i..]];
    }

    /// <summary>
    /// Pieces of random length. Half of the cuts fall next to a CR, an LF or a dot, where the mistakes of line
    /// protocols are; the others make pieces of a few octets, or now and then of many.
    /// </summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Random(ReadOnlyMemory<byte> octets, Random random)
    {
        while (!octets.IsEmpty)
        {
            var length = NextLength(octets.Span, random);
            yield return octets[..length];
            octets = octets[length..];
        }
    }

    private static int NextLength(ReadOnlySpan<byte> octets, Random random)
    {
        var length = random.Next(8) switch
        {
            0 or 1 => 1 + random.Next(8),
            2 => 1 + random.Next(64),
            3 => 1 + random.Next(4096),
            _ => NextMark(octets, random.Next(4)) + random.Next(2),
        };
        return Math.Clamp(length, 1, octets.Length);
    }

    private static int NextMark(ReadOnlySpan<byte> octets, int skip)
    {
        var position = 0;
        for (; skip >= 0 && position < octets.Length; skip--)
        {
            var mark = octets[(position + 1)..].IndexOfAny("\r\n."u8);
            if (mark < 0)
                return octets.Length;
            position += mark + 1;
        }

        return position;
    }
}

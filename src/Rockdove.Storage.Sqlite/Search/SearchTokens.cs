namespace Rockdove.Storage.Sqlite;

/// <summary>
/// What a signature knows of a text, as numbers of 16 bits: each three characters in a row; and four numbers each for
/// an address, the name of a field, and that something is attached, so that one of these alone excludes most.
/// </summary>
internal static class SearchTokens
{
    /// <summary>Whatever it gives, the same characters always give the same: it is on disks.</summary>
    public static int OfTrigram(char a, char b, char c)
    {
        var hash = unchecked((uint)a * 0x9E3779B1u + (uint)b * 0x85EBCA77u + (uint)c * 0xC2B2AE3Du);
        hash ^= hash >> 15;
        return (int)(unchecked(hash * 0x2C1B3C6Du) >> 16);
    }

    public static void OfName(TokenKind kind, ReadOnlySpan<char> name, Span<int> tokens)
    {
        var hash = unchecked(14695981039346656037UL + (ulong)kind);
        foreach (var character in name)
            hash = unchecked((hash ^ char.ToUpperInvariant(character)) * 1099511628211UL);
        hash ^= hash >> 32;
        hash = unchecked(hash * 0x9E3779B97F4A7C15UL);
        for (var i = 0; i < TokensOfName; i++)
            tokens[i] = (int)(hash >> (16 * i) & 0xFFFF);
    }

    public const int TokensOfName = 4;

    /// <summary>Tokens are less than this.</summary>
    public const int Count = 1 << 16;
}

/// <summary>What a name is the name of.</summary>
internal enum TokenKind : byte
{
    Address = 1,
    EnvelopeAddress = 2,
    Field = 3,
    Attachment = 4,
}

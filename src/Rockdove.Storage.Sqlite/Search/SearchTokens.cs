namespace Rockdove.Storage.Sqlite;

/// <summary>
/// What a signature knows of a text, as numbers of 16 bits: each three characters in a row; two numbers for each word
/// and one for how it begins; and four numbers each for an address, the name of a field, and that something is
/// attached, so that one of these alone excludes most.
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

    /// <summary>The start of the hash of a word, or of the characters that it begins with.</summary>
    public const ulong EmptyWord = 14695981039346656037UL;

    /// <summary>The hash with one character more (FNV-1a).</summary>
    public static ulong Extend(ulong word, char character) => unchecked((word ^ character) * 1099511628211UL);

    /// <summary>The tokens of a whole word.</summary>
    public static (int First, int Second) OfWord(ulong word)
    {
        word = Mix(word);
        return ((int)(word & 0xFFFF), (int)(word >> 16 & 0xFFFF));
    }

    /// <summary>The token of a word that begins so, after <see cref="BeginningLength"/> characters.</summary>
    public static int OfBeginning(ulong word) => (int)(Mix(word) >> 32 & 0xFFFF);

    public static void OfName(TokenKind kind, ReadOnlySpan<char> name, Span<int> tokens)
    {
        var hash = unchecked(14695981039346656037UL + (ulong)kind);
        foreach (var character in name)
            hash = unchecked((hash ^ char.ToUpperInvariant(character)) * 1099511628211UL);
        hash = Mix(hash);
        for (var i = 0; i < TokensOfName; i++)
            tokens[i] = (int)(hash >> (16 * i) & 0xFFFF);
    }

    private static ulong Mix(ulong hash) => unchecked((hash ^ hash >> 32) * 0x9E3779B97F4A7C15UL);

    public const int TokensOfName = 4;

    /// <summary>
    /// So many characters of a word are its beginning: people who type wait for what they mean from about there on.
    /// </summary>
    public const int BeginningLength = 4;

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

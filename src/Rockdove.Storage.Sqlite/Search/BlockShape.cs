namespace Rockdove.Storage.Sqlite;

/// <summary>
/// How large a block is: so many tokens it tells apart, a row of bits for each; so many messages it holds, a column for
/// each. Messages with few tokens lie in blocks with few rows, so that about a quarter of the bits is set everywhere.
/// </summary>
internal readonly record struct BlockShape
{
    private BlockShape(int number, int messages)
    {
        Number = number;
        Messages = messages;
    }

    /// <summary>From 0, the one with the fewest rows.</summary>
    public int Number { get; }

    public int Rows => FewestRows << Number;

    /// <summary>Columns: a multiple of 64.</summary>
    public int Messages { get; }

    public int WordsInRow => Messages / 64;

    public int Bytes => Rows * RowBytes;

    public int RowBytes => Messages / 8;

    public int TokenMask => Rows - 1;

    /// <summary>Rows that lie together on the disk.</summary>
    public int RowsInSlice => SliceBytes / RowBytes;

    public int Slices => Rows / RowsInSlice;

    /// <param name="number">From 0 to one less than <see cref="Count"/>.</param>
    /// <param name="blockBits">Bits of a block; there are at least 64 columns nonetheless.</param>
    public static BlockShape Of(int number, int blockBits) =>
        new(number, Math.Max(64, blockBits / (FewestRows << number)));

    /// <summary>
    /// The shape for a message with so many tokens: the smallest of which they set at most 3 in 10 bits, which is a
    /// quarter after those that coincide.
    /// </summary>
    public static int NumberFor(int tokens)
    {
        var number = 0;
        while (number < Count - 1 && tokens * 10L > (FewestRows << number) * 3L)
            number++;
        return number;
    }

    public const int Count = 7;

    /// <summary>Two mebibytes, whatever the shape: a row is read at once, and some blocks fit into memory.</summary>
    public const int DefaultBlockBits = 1 << 24;

    /// <summary>Bytes read at once: seven of them fit a page of the database.</summary>
    public const int SliceBytes = 2048;

    private const int FewestRows = 1024;
}

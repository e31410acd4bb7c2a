namespace Rockdove.Storage.Sqlite;

/// <summary>The messages of a block, a column each.</summary>
/// <param name="Keys">Ascending.</param>
/// <param name="Places">Of their texts, ascending; <see cref="TextFile.Nowhere"/> where none was kept.</param>
internal sealed record BlockColumns(long[] Keys, int[] Places)
{
    public static readonly BlockColumns None = new([], []);
}

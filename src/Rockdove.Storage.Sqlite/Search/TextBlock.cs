namespace Rockdove.Storage.Sqlite;

/// <summary>A block as a search sees it that wants texts. For one search.</summary>
/// <param name="number">Under which its texts lie.</param>
/// <param name="first">The key of its first message.</param>
/// <param name="last">The key of its last one.</param>
/// <param name="load">Reads what messages it has, when it is first asked.</param>
internal sealed class TextBlock(long number, long first, long last, Func<BlockColumns> load)
{
    public long Number => number;

    public long First => first;

    public long Last => last;

    public BlockColumns Columns => field ??= load();
}

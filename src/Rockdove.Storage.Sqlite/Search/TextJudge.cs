using System.Buffers;

namespace Rockdove.Storage.Sqlite;

/// <summary>
/// Says whether a query holds for messages by the texts that the index keeps: a hundred times as fast as reading the
/// messages. For one search.
/// </summary>
/// <param name="query">Of conditions on texts alone.</param>
/// <param name="blocks">All there are.</param>
/// <param name="texts">Where the texts lie.</param>
/// <param name="damaged">Told when a text is not what was written.</param>
internal sealed class TextJudge(
    SearchQuery query, IReadOnlyList<TextBlock> blocks, TextFolder texts, Action<StoreException> damaged)
{
    private readonly List<(int Index, int Column)> _found = [];

    /// <summary>Judges messages.</summary>
    /// <param name="keys">Ascending.</param>
    /// <param name="verdicts">As many, null at first; one stays null where no text was kept.</param>
    public void Judge(ReadOnlySpan<long> keys, Span<bool?> verdicts)
    {
        if (keys.IsEmpty)
            return;
        for (var i = 0; i < blocks.Count; i++)
            if (blocks[i].First <= keys[^1] && blocks[i].Last >= keys[0])
                Judge(blocks[i], keys, verdicts);
    }

    private void Judge(TextBlock block, ReadOnlySpan<long> keys, Span<bool?> verdicts)
    {
        try
        {
            Find(block, keys);
            if (_found.Count == 0)
                return;
            using var file = texts.Open(block.Number);
            for (var i = 0; i < _found.Count;)
                i = JudgeRun(file, block.Columns.Places, i, verdicts);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The block has gone, and with it its messages; or all of the index has. Messages are read where need be.
        }
        catch (StoreException error)
        {
            damaged(error);
        }
    }

    /// <summary>Which of the messages have a text in the block, and in which column.</summary>
    private void Find(TextBlock block, ReadOnlySpan<long> keys)
    {
        _found.Clear();
        var (all, places) = block.Columns;
        var at = keys.BinarySearch(block.First);
        var column = 0;
        for (var i = at < 0 ? ~at : at; i < keys.Length && keys[i] <= block.Last; i++)
        {
            var found = Array.BinarySearch(all, column, all.Length - column, keys[i]);
            column = found < 0 ? ~found : found;
            if (found >= 0 && places[found] >= 0)
                _found.Add((i, found));
        }
    }

    /// <summary>Reads and judges texts that lie close to each other, and says which is the next.</summary>
    private int JudgeRun(TextFile file, int[] places, int first, Span<bool?> verdicts)
    {
        var start = places[_found[first].Column];
        var end = EndOf(places, _found[first].Column);
        var next = first + 1;
        for (; next < _found.Count; next++)
        {
            var (place, after) = (places[_found[next].Column], EndOf(places, _found[next].Column));
            if (place - end > WorthReadingBytes || after - start > RunBytes)
                break;
            end = after;
        }

        var buffer = ArrayPool<byte>.Shared.Rent((int)(end - start));
        try
        {
            var read = buffer.AsMemory(0, file.Read(buffer.AsSpan(0, (int)(end - start)), start));
            for (var i = first; i < next; i++)
            {
                var (index, column) = _found[i];
                var text = file.TextIn(read[Math.Min(places[column] - start, read.Length)..], places[column]);
                verdicts[index] = SearchEvaluator.Holds(query, null, SearchText.Of(text));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        return next;
    }

    /// <summary>Where a text ends: at the next one. The last is as long as any can be.</summary>
    private static long EndOf(int[] places, int column)
    {
        for (var i = column + 1; i < places.Length; i++)
            if (places[i] >= 0)
                return places[i];
        return places[column] + LongestBytes;
    }

    /// <summary>Read at once: long enough for the disk and short enough for the cache of a processor.</summary>
    private const int RunBytes = 256 * 1024;

    /// <summary>To read so much that nobody asked for costs less than to ask again.</summary>
    private const int WorthReadingBytes = 16 * 1024;

    /// <summary>Octets of the longest record.</summary>
    private const int LongestBytes = SqliteStoreOptions.MostSearchTextBytes + 64;
}

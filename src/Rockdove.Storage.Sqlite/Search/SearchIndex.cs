using System.Numerics;

namespace Rockdove.Storage.Sqlite;

/// <summary>
/// Which messages may contain what: bits by tokens and messages, in blocks. It proposes too many and never too few of
/// the messages that it knows; those above <see cref="Indexed"/> it may not know. One thread adds; everybody may ask.
/// </summary>
internal sealed class SearchIndex : IDisposable
{
    private readonly Lock _gate = new();
    private readonly IndexFile _file;
    private readonly TextFolder _texts;
    private readonly ReaderPool _store;
    private readonly int _blockBits;
    private readonly Action<StoreStep> _step;
    private readonly OpenBlock?[] _open = new OpenBlock?[BlockShape.Count];
    private readonly int[] _tokens = new int[SearchTokens.Count];
    private SavedBlock[] _saved;
    private long[] _known;
    private long _indexed, _lastNumber;
    private int _nextLook;

    public SearchIndex(
        IndexFile file, TextFolder texts, ReaderPool store, int blockBits, Action<StoreStep> step)
    {
        (_file, _texts, _store, _blockBits, _step) = (file, texts, store, blockBits, step);
        var blocks = file.Blocks(blockBits);
        _indexed = file.Watermark;
        _lastNumber = blocks.Count == 0 ? 0 : blocks[^1].Number;
        _saved = [.. blocks.Where(static block => !block.IsOpen)];
        foreach (var block in blocks.Where(static block => block.IsOpen))
            _open[block.Shape.Number] = file.Load(block);
        OpenTexts(blocks);
        _known = KnownAbove(_indexed, blocks);
    }

    /// <summary>Every message up to this key is known.</summary>
    public long Indexed => Volatile.Read(ref _indexed);

    /// <summary>Whether it knows a message, which may have gone since.</summary>
    public bool KnowsAny => _saved.Length > 0 || _open.Any(static block => block is not null);

    /// <summary>Whether a message above <see cref="Indexed"/> was found in the file when it was opened.</summary>
    public bool Knows(long key) => Array.BinarySearch(_known, key) >= 0;

    /// <summary>Adds the next message.</summary>
    /// <param name="key">Greater than all before it.</param>
    /// <param name="id">Of the message.</param>
    /// <param name="signature">Its tokens.</param>
    /// <param name="text">To be kept; none if nobody knows what it says, and it then takes the least room.</param>
    /// <param name="mostBytes">Texts that are longer are not kept.</param>
    public void Add(long key, string id, TextSignature signature, SearchText? text, int mostBytes)
    {
        var number = text is null ? 0 : BlockShape.NumberFor(signature.Count);
        var block = _open[number] ?? Begin(number);
        var count = signature.CopyTo(block.Shape.TokenMask, _tokens);
        var place = text is null || text.Octets.Length > mostBytes ? TextFile.Nowhere : Keep(block, text);
        lock (_gate)
        {
            block.Add(key, id, _tokens.AsSpan(0, count), place);
            _indexed = key;
        }
        if (!block.IsFull)
            return;
        Save([block]);
        lock (_gate)
        {
            _open[number] = null;
            _saved = [.. _saved, block.AsSaved(isOpen: false)];
        }
        block.Texts?.Dispose();
        RemoveDeadBlocks();
    }

    /// <summary>There is nothing to add up to this key.</summary>
    public void Pass(long key)
    {
        Volatile.Write(ref _indexed, key);
        if (_known.Length > 0 && key >= _known[^1])
            _known = [];
    }

    /// <summary>The messages that may match, of those that are known.</summary>
    public IndexProposal Propose(IndexPlan plan, CancellationToken cancellationToken)
    {
        var keys = new KeySet();
        var blocks = new List<TextBlock>();
        SavedBlock[] saved;
        long indexed;
        var hits = new ulong[BlockShape.Of(0, _blockBits).WordsInRow];
        lock (_gate)
        {
            (saved, indexed) = (_saved, _indexed);
            foreach (var block in _open)
                if (block is not null && Collect(plan, block, block.Shape, hits, () => block.Keys, keys))
                    blocks.Add(new(block.Number, block.Keys[0], block.Keys[^1], () => ColumnsOf(block)));
        }
        using var lease = _file.Readers.Rent();
        var rows = new SavedRows(lease.Connection);
        foreach (var block in saved)
        {
            cancellationToken.ThrowIfCancellationRequested();
            rows.Block = block;
            if (Collect(plan, rows, block.Shape, hits, () => IndexFile.KeysOf(lease.Connection, block.Number), keys))
                blocks.Add(new(block.Number, block.First, block.Last, () => ColumnsOf(block)));
        }
        return new(keys, indexed, blocks, _texts);
    }

    /// <summary>Saves what is only in memory, so that the next start need not read it again.</summary>
    public void SaveAll()
    {
        var unsaved = _open.OfType<OpenBlock>().Where(static block => block.Saved < block.Keys.Count).ToArray();
        if (unsaved.Length > 0 || _file.Watermark != _indexed)
            Save(unsaved);
    }

    public void Dispose()
    {
        foreach (var block in _open)
            block?.Texts?.Dispose();
        _file.Dispose();
    }

    private OpenBlock Begin(int number)
    {
        var block = new OpenBlock(BlockShape.Of(number, _blockBits), ++_lastNumber);
        try
        {
            block.Texts = _texts.Create(block.Number);
        }
        catch (IOException)
        {
            // As below.
        }
        lock (_gate)
            return _open[number] = block;
    }

    /// <summary>Writes a text for searches to come. Where that fails, they read the message.</summary>
    private static int Keep(OpenBlock block, SearchText text)
    {
        try
        {
            return block.Texts?.Append(text.Octets.Span) ?? TextFile.Nowhere;
        }
        catch (IOException)
        {
            block.Texts?.Dispose(); // Nobody knows what is at its end.
            block.Texts = null;
            return TextFile.Nowhere;
        }
    }

    /// <exception cref="StoreException">Texts that should be there are not.</exception>
    private void OpenTexts(IReadOnlyList<SavedBlock> blocks)
    {
        _texts.DeleteOthers(blocks.Select(block => _texts.PathOf(block.Number)).ToHashSet());
        foreach (var block in _open)
        {
            try
            {
                if (block is not null)
                    block.Texts = _texts.Open(block.Number, forWriting: true);
            }
            catch (IOException error) when (block!.Columns().Places.Any(static place => place >= 0))
            {
                throw new StoreException(error.Message, error);
            }
            catch (IOException)
            {
                // There was none.
            }
        }
    }

    private BlockColumns ColumnsOf(OpenBlock block)
    {
        lock (_gate)
            return block.Columns();
    }

    private BlockColumns ColumnsOf(SavedBlock block)
    {
        using var lease = _file.Readers.Rent();
        return IndexFile.ColumnsOf(lease.Connection, block.Number);
    }

    private void Save(IReadOnlyList<OpenBlock> blocks)
    {
        var watermark = _indexed;
        foreach (var block in _open)
            if (block is not null && !blocks.Contains(block))
                for (var i = block.Saved; i < block.Keys.Count; i++)
                    watermark = Math.Min(watermark, block.Keys[i] - 1);
        foreach (var block in blocks)
            if (block.Texts is { } texts)
                _texts.Sync(texts);
        _file.Save(blocks, watermark, _step);
        foreach (var block in blocks)
            block.Saved = block.Keys.Count;
    }

    /// <summary>Old messages go together, so a look at a few blocks now and then keeps up with those that go.</summary>
    private void RemoveDeadBlocks()
    {
        for (var looks = 0; looks < BlocksLookedAt && _saved.Length > 0; looks++)
        {
            var block = _saved[_nextLook++ % _saved.Length];
            if (IsAlive(block))
                continue;
            lock (_gate)
                _saved = [.. _saved.Where(each => each != block)];
            _file.Remove(block);
            _texts.Delete(block.Number);
        }
    }

    private bool IsAlive(SavedBlock block)
    {
        using var file = _file.Readers.Rent();
        using var store = _store.Rent();
        foreach (var key in IndexFile.KeysOf(file.Connection, block.Number))
        {
            using var row = store.Connection.Use("SELECT 1 FROM message WHERE key = ?1").Bind(1, key);
            if (row.Step())
                return true;
        }
        return false;
    }

    private long[] KnownAbove(long watermark, List<SavedBlock> blocks)
    {
        var known = new List<long>();
        using var lease = _file.Readers.Rent();
        foreach (var block in blocks)
            known.AddRange(IndexFile.KeysOf(lease.Connection, block.Number).Where(key => key > watermark));
        known.Sort();
        return [.. known];
    }

    /// <returns>Whether there were any.</returns>
    private static bool Collect(
        IndexPlan plan, ITokenRows rows, BlockShape shape, ulong[] hits, Func<IReadOnlyList<long>> keysOf, KeySet found)
    {
        var words = hits.AsSpan(0, shape.WordsInRow);
        words.Fill(ulong.MaxValue);
        plan.Narrow(rows, words);
        if (!words.ContainsAnyExcept(0UL))
            return false;
        var before = found.Count;
        var keys = keysOf();
        for (var i = 0; i < words.Length; i++)
        {
            for (var word = words[i]; word != 0; word &= word - 1)
            {
                var column = i * 64 + BitOperations.TrailingZeroCount(word);
                if (column < keys.Count) // Columns that nobody has yet are hit where nothing is asked.
                    found.Add(keys[column]);
            }
        }
        return found.Count > before;
    }

    private const int BlocksLookedAt = 2;
}

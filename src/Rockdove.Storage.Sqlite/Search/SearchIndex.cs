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
    private readonly ReaderPool _store;
    private readonly int _blockBits;
    private readonly Action<StoreStep> _step;
    private readonly OpenBlock?[] _open = new OpenBlock?[BlockShape.Count];
    private readonly int[] _tokens = new int[SearchTokens.Count];
    private SavedBlock[] _saved;
    private long[] _known;
    private long _indexed, _lastNumber;
    private int _nextLook;

    public SearchIndex(IndexFile file, ReaderPool store, int blockBits, Action<StoreStep> step)
    {
        (_file, _store, _blockBits, _step) = (file, store, blockBits, step);
        var blocks = file.Blocks(blockBits);
        _indexed = file.Watermark;
        _lastNumber = blocks.Count == 0 ? 0 : blocks[^1].Number;
        _saved = [.. blocks.Where(static block => !block.IsOpen)];
        foreach (var block in blocks.Where(static block => block.IsOpen))
            _open[block.Shape.Number] = file.Load(block);
        _known = KnownAbove(_indexed, blocks);
    }

    /// <summary>Every message up to this key is known.</summary>
    public long Indexed => Volatile.Read(ref _indexed);

    /// <summary>Whether a message above <see cref="Indexed"/> was found in the file when it was opened.</summary>
    public bool Knows(long key) => Array.BinarySearch(_known, key) >= 0;

    /// <summary>Adds the next message.</summary>
    /// <param name="key">Greater than all before it.</param>
    /// <param name="id">Of the message.</param>
    /// <param name="signature">Its tokens.</param>
    /// <param name="isKnown">False if nobody knows what it says: it then takes the least room.</param>
    public void Add(long key, string id, TextSignature signature, bool isKnown)
    {
        var number = isKnown ? BlockShape.NumberFor(signature.Count) : 0;
        var block = _open[number] ?? Begin(number);
        var count = signature.CopyTo(block.Shape.TokenMask, _tokens);
        lock (_gate)
        {
            block.Add(key, id, _tokens.AsSpan(0, count));
            _indexed = key;
        }
        if (!block.IsFull)
            return;
        Save([block]);
        lock (_gate)
        {
            _open[number] = null;
            _saved = [.. _saved, new(block.Number, block.Shape, IsOpen: false)];
        }
        RemoveDeadBlocks();
    }

    /// <summary>There is nothing to add up to this key.</summary>
    public void Pass(long key)
    {
        Volatile.Write(ref _indexed, key);
        if (_known.Length > 0 && key >= _known[^1])
            _known = [];
    }

    /// <summary>
    /// The messages that may match, of those up to the key that is returned beside them.
    /// </summary>
    public (KeySet Keys, long Indexed) Propose(IndexPlan plan, CancellationToken cancellationToken)
    {
        var keys = new KeySet();
        SavedBlock[] saved;
        long indexed;
        var hits = new ulong[BlockShape.Of(0, _blockBits).WordsInRow];
        lock (_gate)
        {
            (saved, indexed) = (_saved, _indexed);
            foreach (var block in _open)
                if (block is not null)
                    Collect(plan, block, block.Shape, hits, () => block.Keys, keys);
        }
        using var lease = _file.Readers.Rent();
        var rows = new SavedRows(lease.Connection);
        foreach (var block in saved)
        {
            cancellationToken.ThrowIfCancellationRequested();
            rows.Block = block;
            Collect(plan, rows, block.Shape, hits, () => IndexFile.KeysOf(lease.Connection, block.Number), keys);
        }
        return (keys, indexed);
    }

    /// <summary>Saves what is only in memory, so that the next start need not read it again.</summary>
    public void SaveAll()
    {
        var unsaved = _open.OfType<OpenBlock>().Where(static block => block.Saved < block.Keys.Count).ToArray();
        if (unsaved.Length > 0 || _file.Watermark != _indexed)
            Save(unsaved);
    }

    public void Dispose() => _file.Dispose();

    private OpenBlock Begin(int number)
    {
        var block = new OpenBlock(BlockShape.Of(number, _blockBits), ++_lastNumber);
        lock (_gate)
            return _open[number] = block;
    }

    private void Save(IReadOnlyList<OpenBlock> blocks)
    {
        var watermark = _indexed;
        foreach (var block in _open)
            if (block is not null && !blocks.Contains(block))
                for (var i = block.Saved; i < block.Keys.Count; i++)
                    watermark = Math.Min(watermark, block.Keys[i] - 1);
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

    private static void Collect(
        IndexPlan plan, ITokenRows rows, BlockShape shape, ulong[] hits, Func<IReadOnlyList<long>> keysOf, KeySet found)
    {
        var words = hits.AsSpan(0, shape.WordsInRow);
        words.Fill(ulong.MaxValue);
        plan.Narrow(rows, words);
        if (!words.ContainsAnyExcept(0UL))
            return;
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
    }

    private const int BlocksLookedAt = 2;
}

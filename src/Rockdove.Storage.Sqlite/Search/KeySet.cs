using System.Numerics;

namespace Rockdove.Storage.Sqlite;

/// <summary>A set of message keys: a bit for each, in pieces, so that a million neighbours take 128 KiB.</summary>
internal sealed class KeySet
{
    private readonly Dictionary<long, ulong[]> _pieces = [];

    public long Count { get; private set; }

    public void Add(long key)
    {
        if (!_pieces.TryGetValue(key / KeysInPiece, out var piece))
            _pieces[key / KeysInPiece] = piece = new ulong[KeysInPiece / 64];
        ref var word = ref piece[key % KeysInPiece / 64];
        var bit = 1UL << (int)(key % 64);
        if ((word & bit) != 0)
            return;
        word |= bit;
        Count++;
    }

    public bool Contains(long key) =>
        _pieces.TryGetValue(key / KeysInPiece, out var piece)
        && (piece[key % KeysInPiece / 64] & (1UL << (int)(key % 64))) != 0;

    /// <summary>In no order.</summary>
    public IEnumerable<long> Keys()
    {
        foreach (var (number, piece) in _pieces)
        {
            for (var i = 0; i < piece.Length; i++)
                for (var word = piece[i]; word != 0; word &= word - 1)
                    yield return number * KeysInPiece + i * 64 + BitOperations.TrailingZeroCount(word);
        }
    }

    private const int KeysInPiece = 4096;
}

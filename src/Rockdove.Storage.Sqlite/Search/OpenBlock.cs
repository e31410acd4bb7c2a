using System.Runtime.InteropServices;

namespace Rockdove.Storage.Sqlite;

/// <summary>A block that is being filled, in memory. Guarded by the lock of its index.</summary>
internal sealed class OpenBlock : ITokenRows
{
    private readonly List<long> _keys = [];
    private readonly List<int> _places = [];
    private readonly ulong[] _bits;

    public OpenBlock(BlockShape shape, long number)
    {
        Shape = shape;
        Number = number;
        _bits = new ulong[shape.Bytes / sizeof(ulong)];
    }

    public BlockShape Shape { get; }

    /// <summary>Under which it is on the disk, or will be.</summary>
    public long Number { get; }

    /// <summary>Of the messages, each in its column.</summary>
    public IReadOnlyList<long> Keys => _keys;

    /// <summary>
    /// Where the texts of the messages are written, if that can be done: what was written stays readable without.
    /// </summary>
    public TextFile? Texts { get; set; }

    /// <summary>The message that came last, by which a file of another store is known.</summary>
    public string LastId { get; private set; } = "";

    /// <summary>The columns before this one are on the disk.</summary>
    public int Saved { get; set; }

    public bool IsFull => _keys.Count == Shape.Messages;

    public ReadOnlySpan<byte> Octets => MemoryMarshal.AsBytes(_bits.AsSpan());

    public void Add(long key, string id, ReadOnlySpan<int> tokens, int place)
    {
        var (word, bit) = (_keys.Count / 64, 1UL << (_keys.Count % 64));
        foreach (var token in tokens)
            _bits[token * Shape.WordsInRow + word] |= bit;
        _keys.Add(key);
        _places.Add(place);
        LastId = id;
    }

    /// <summary>The messages as they are now.</summary>
    public BlockColumns Columns() => new([.. _keys], [.. _places]);

    public SavedBlock AsSaved(bool isOpen) => new(Number, Shape, isOpen, _keys[0], _keys[^1]);

    public void Keep(int token, Span<ulong> hits)
    {
        var row = _bits.AsSpan((token & Shape.TokenMask) * Shape.WordsInRow, Shape.WordsInRow);
        for (var i = 0; i < hits.Length; i++)
            hits[i] &= row[i];
    }

    /// <summary>Takes what was saved of it; the octets come afterwards, slice by slice.</summary>
    public void Restore(BlockColumns columns, string lastId)
    {
        _keys.AddRange(columns.Keys);
        _places.AddRange(columns.Places);
        LastId = lastId;
        Saved = _keys.Count;
    }

    public void Restore(int slice, ReadOnlySpan<byte> octets) =>
        octets.CopyTo(MemoryMarshal.AsBytes(_bits.AsSpan())[(slice * BlockShape.SliceBytes)..]);
}

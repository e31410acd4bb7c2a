namespace Rockdove.Mime;

/// <summary>
/// The multiparts that a delimiter may belong to, the outermost first. Their boundaries are found by hash, so that a
/// body of lines that look like delimiters costs little more in a hundred multiparts than in one.
/// </summary>
internal sealed class OpenMultiparts
{
    private (MimePart Part, ReadOnlyMemory<byte> Boundary)[] _open = [];
    private uint[] _hashes = [];

    public int Count { get; private set; }

    public MimePart this[int level] => _open[level].Part;

    public void Add(MimePart part, ReadOnlyMemory<byte> boundary)
    {
        if (Count == _open.Length)
        {
            Array.Resize(ref _open, Math.Max(FirstDepth, Count * 2));
            Array.Resize(ref _hashes, _open.Length);
        }

        _open[Count] = (part, boundary);
        _hashes[Count++] = Hash(boundary.Span);
    }

    /// <summary>Keeps the outermost ones, so many.</summary>
    public void CutTo(int count) => Count = count;

    public void Clear()
    {
        Count = 0;
        Array.Clear(_open); // They hold on to a message.
    }

    /// <summary>The innermost level whose boundary, alone or with two hyphens, this is; -1 if there is none.</summary>
    public int Match(ReadOnlySpan<byte> token, out bool isClose)
    {
        isClose = false;
        var level = Find(token);
        if (!token.EndsWith("--"u8))
            return level;
        var closed = Find(token[..^2]);
        isClose = closed > level;
        return Math.Max(level, closed);
    }

    private int Find(ReadOnlySpan<byte> boundary)
    {
        var hashes = _hashes.AsSpan(0, Count);
        var hash = Hash(boundary);
        var level = hashes.LastIndexOf(hash);
        while (level >= 0 && !_open[level].Boundary.Span.SequenceEqual(boundary))
            level = hashes[..level].LastIndexOf(hash);
        return level;
    }

    private static uint Hash(ReadOnlySpan<byte> boundary)
    {
        var hash = (uint)boundary.Length;
        foreach (var octet in boundary)
            hash = (hash * 16777619) ^ octet;
        return hash;
    }

    private const int FirstDepth = 4;
}

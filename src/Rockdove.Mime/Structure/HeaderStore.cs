namespace Rockdove.Mime;

/// <summary>
/// Where the octets of header blocks are: in the message, when all of it is there, or copied one block after the other
/// while it passes by. Offsets are the message's; each block has the shift from these to its place here.
/// </summary>
internal sealed class HeaderStore
{
    private readonly bool _isCopy;
    private byte[] _copied = [];
    private ReadOnlyMemory<byte> _octets;
    private bool _takesMore;

    /// <summary>For a message that is there.</summary>
    public HeaderStore(ReadOnlyMemory<byte> message) => _octets = message;

    /// <summary>For one that passes by.</summary>
    public HeaderStore() => _isCopy = true;

    public ReadOnlyMemory<byte> Octets => _octets;

    /// <summary>Of the block that is read: subtract it from an offset in the message.</summary>
    public int Shift { get; private set; }

    public ReadOnlySpan<byte> At(int start, int end) => _octets.Span[(start - Shift)..(end - Shift)];

    public void StartBlock(int start)
    {
        _takesMore = _isCopy;
        if (_isCopy)
            Shift = start - _octets.Length;
    }

    /// <summary>The next line of the block.</summary>
    public void Append(ReadOnlySpan<byte> line)
    {
        if (!_takesMore)
            return;
        var length = _octets.Length;
        if (_copied.Length - length < line.Length)
            Array.Resize(ref _copied, Math.Max(length + line.Length, Math.Max(FirstOctets, _copied.Length * 2)));
        line.CopyTo(_copied.AsSpan(length));
        _octets = _copied.AsMemory(0, length + line.Length);
    }

    /// <summary>The block is not indexed from here on.</summary>
    public void CutAt(int end)
    {
        if (_takesMore && end - Shift < _octets.Length)
            _octets = _octets[..(end - Shift)];
        _takesMore = false;
    }

    private const int FirstOctets = 1024;
}

using System.Buffers;

namespace Rockdove.Testing;

/// <summary>
/// What a pipe reader holds: octets that came and were not consumed, in the pieces in which they came. Consumed memory
/// is overwritten, as a pipe's pool would sooner or later do, so that an engine that kept a slice of it is found out.
/// </summary>
internal sealed class UnreadOctets
{
    private Piece? _first;
    private Piece? _last;
    private int _consumedOfFirst;

    public ReadOnlySequence<byte> Sequence =>
        _first is null || _last is null
            ? ReadOnlySequence<byte>.Empty
            : new ReadOnlySequence<byte>(_first, _consumedOfFirst, _last, _last.Octets.Length);

    public void Append(ReadOnlyMemory<byte> octets)
    {
        if (octets.IsEmpty)
            return;

        _last = new Piece(octets.ToArray(), _last);
        _first ??= _last;
    }

    /// <summary>A copy of the first octets.</summary>
    public byte[] Peek(long count) => Sequence.Slice(0, count).ToArray();

    public void Consume(long count)
    {
        while (count > 0)
        {
            var piece = _first ?? throw new InvalidOperationException("The engine consumed more than there was.");
            var taken = (int)Math.Min(count, piece.Octets.Length - _consumedOfFirst);
            piece.Octets.AsSpan(_consumedOfFirst, taken).Fill(Poison);
            count -= taken;
            _consumedOfFirst += taken;
            if (_consumedOfFirst < piece.Octets.Length)
                continue;

            _first = piece.NextPiece;
            _last = _first is null ? null : _last;
            _consumedOfFirst = 0;
        }
    }

    public void Clear() => Consume(Sequence.Length);

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(byte[] octets, Piece? previous)
        {
            Octets = octets;
            Memory = octets;
            if (previous is null)
                return;

            RunningIndex = previous.RunningIndex + previous.Octets.Length;
            previous.Next = this;
        }

        public byte[] Octets { get; }

        public Piece? NextPiece => (Piece?)Next;
    }

    private const byte Poison = 0xDB;
}

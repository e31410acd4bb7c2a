using System.Buffers;

namespace Rockdove.Testing;

/// <summary>
/// Builds a <see cref="ReadOnlySequence{T}"/> with exactly the segments it is given, as a pipe would hold them.
/// </summary>
public sealed class SequenceBuilder
{
    private Segment? _first;
    private Segment? _last;

    /// <summary>One segment for each piece.</summary>
    public static ReadOnlySequence<byte> From(IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        var builder = new SequenceBuilder();
        foreach (var piece in pieces)
            builder.Append(piece);
        return builder.Build();
    }

    /// <summary>One segment for each octet.</summary>
    public static ReadOnlySequence<byte> OctetByOctet(ReadOnlyMemory<byte> octets) => From(ByteCutter.Each(octets));

    public SequenceBuilder Append(ReadOnlyMemory<byte> piece)
    {
        _last = new Segment(piece, _last);
        _first ??= _last;
        return this;
    }

    public ReadOnlySequence<byte> Build() =>
        _first is null || _last is null
            ? ReadOnlySequence<byte>.Empty
            : new ReadOnlySequence<byte>(_first, 0, _last, _last.Memory.Length);

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? previous)
        {
            Memory = memory;
            if (previous is null)
                return;

            RunningIndex = previous.RunningIndex + previous.Memory.Length;
            previous.Next = this;
        }
    }
}

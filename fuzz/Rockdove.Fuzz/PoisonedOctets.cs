using System.Buffers;
using Rockdove.Testing;

namespace Rockdove.Fuzz;

/// <summary>
/// Octets that came and were not consumed, in pieces. What is consumed is overwritten, as a pipe's pool would sooner or
/// later do, so that an engine that kept a slice of it is found out.
/// </summary>
internal sealed class PoisonedOctets
{
    private readonly List<byte[]> _pieces = [];

    public long Length => _pieces.Sum(piece => (long)piece.Length);

    public ReadOnlySequence<byte> Sequence =>
        SequenceBuilder.From(_pieces.Select(piece => (ReadOnlyMemory<byte>)piece));

    public void Append(ReadOnlyMemory<byte> octets)
    {
        if (!octets.IsEmpty)
            _pieces.Add(octets.ToArray());
    }

    public void Consume(long count)
    {
        while (count > 0)
        {
            var first = _pieces[0];
            var taken = (int)Math.Min(count, first.Length);
            var rest = first[taken..];
            Array.Fill(first, (byte)0xEE);
            _pieces.RemoveAt(0);
            if (rest.Length > 0)
                _pieces.Insert(0, rest);
            count -= taken;
        }
    }
}

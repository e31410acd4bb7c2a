using System.Buffers;
using System.Buffers.Binary;

namespace Rockdove.Dns;

/// <summary>Writes one message, with pointers to names that were written before (RFC 1035 section 4.1.4).</summary>
internal sealed class DnsMessageWriter
{
    private readonly ArrayBufferWriter<byte> _output = new(256);
    private readonly Dictionary<DnsName, int> _names = [];

    public byte[] ToArray() => _output.WrittenSpan.ToArray();

    public void Octets(ReadOnlySpan<byte> octets) => _output.Write(octets);

    public void UInt16(ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_output.GetSpan(2), value);
        _output.Advance(2);
    }

    public void UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_output.GetSpan(4), value);
        _output.Advance(4);
    }

    public void Seconds(TimeSpan time) => UInt32((uint)Math.Clamp(time.TotalSeconds, 0, int.MaxValue));

    /// <exception cref="ArgumentException">It is longer than 255 octets.</exception>
    public void CharacterString(ReadOnlySpan<byte> octets)
    {
        if (octets.Length > byte.MaxValue)
            throw new ArgumentException($"A string has 255 octets at most, not {octets.Length}.", nameof(octets));
        Octets([(byte)octets.Length]);
        Octets(octets);
    }

    /// <summary>A name, with a pointer for the part of it that was there before.</summary>
    public void Name(DnsName name)
    {
        for (var rest = name; !rest.IsRoot; rest = rest.Parent!)
        {
            if (_names.TryGetValue(rest, out var before) && IsSame(rest, before))
            {
                UInt16((ushort)(Pointer | before));
                return;
            }

            if (_output.WrittenCount < PointerReach)
                _names.TryAdd(rest, _output.WrittenCount);
            Octets(rest.Wire[..(rest.Wire[0] + 1)]);
        }

        Octets([0]);
    }

    public void Record(DnsRecord record)
    {
        Name(record.Name);
        UInt16((ushort)record.Type);
        UInt16(ClassIn);
        Seconds(record.TimeToLive);
        var mark = _output.WrittenCount;
        UInt16(0);
        record.WriteData(this);
        var bytes = _output.WrittenCount - mark - 2;
        if (bytes > ushort.MaxValue)
            throw new ArgumentException($"The data of a record has 65,535 octets at most, not {bytes}.");
        BinaryPrimitives.WriteUInt16BigEndian(Written(mark, 2), (ushort)bytes);
    }

    /// <summary>Case is kept, as answers are to repeat the question octet by octet: so is that of a pointer.</summary>
    private bool IsSame(DnsName name, int at)
    {
        var written = _output.WrittenSpan;
        var wire = name.Wire;
        for (var i = 0; i < wire.Length;)
        {
            if ((written[at] & 0xC0) == 0xC0)
                at = ((written[at] & 0x3F) << 8) | written[at + 1];
            var length = wire[i] + 1;
            if (!written.Slice(at, length).SequenceEqual(wire.Slice(i, length)))
                return false;
            i += length;
            at += length;
        }

        return true;
    }

    private Span<byte> Written(int at, int bytes) =>
        System.Runtime.InteropServices.MemoryMarshal.AsMemory(_output.WrittenMemory).Span.Slice(at, bytes);

    internal const ushort ClassIn = 1;

    private const int Pointer = 0xC000;

    /// <summary>A pointer has 14 bits.</summary>
    private const int PointerReach = 1 << 14;
}

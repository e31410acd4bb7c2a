using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Rockdove.Dns;

/// <summary>
/// Walks through a message, up to an end that may be that of one record. It never reads beyond, and a name that leads
/// in a circle ends.
/// </summary>
internal ref struct DnsCursor(ReadOnlySpan<byte> message)
{
    private readonly ReadOnlySpan<byte> _message = message;
    private int _end = message.Length;

    public int Position { get; private set; }

    public readonly int Left => _end - Position;

    /// <summary>A cursor over the next octets alone, which this one passes; names may point before them.</summary>
    public bool TrySlice(int bytes, out DnsCursor slice)
    {
        slice = this;
        if (bytes > Left)
            return false;
        Position += bytes;
        slice._end = Position;
        return true;
    }

    public bool TryTake(int bytes, out ReadOnlySpan<byte> octets)
    {
        octets = default;
        if (bytes > Left)
            return false;
        octets = _message.Slice(Position, bytes);
        Position += bytes;
        return true;
    }

    public bool TryByte(out byte value)
    {
        value = 0;
        if (!TryTake(1, out var octets))
            return false;
        value = octets[0];
        return true;
    }

    public bool TryUInt16(out ushort value)
    {
        value = 0;
        return TryTake(2, out var octets) && BinaryPrimitives.TryReadUInt16BigEndian(octets, out value);
    }

    public bool TryUInt32(out uint value)
    {
        value = 0;
        return TryTake(4, out var octets) && BinaryPrimitives.TryReadUInt32BigEndian(octets, out value);
    }

    /// <summary>A time; one with the highest bit set is zero (RFC 2181 section 8).</summary>
    public bool TrySeconds(out TimeSpan time)
    {
        time = default;
        if (!TryUInt32(out var seconds))
            return false;
        time = TimeSpan.FromSeconds(seconds > int.MaxValue ? 0 : seconds);
        return true;
    }

    /// <summary>A length and that many octets (RFC 1035 section 3.3).</summary>
    public bool TryCharacterString(out ReadOnlySpan<byte> octets)
    {
        octets = default;
        return TryByte(out var length) && TryTake(length, out octets);
    }

    /// <summary>A name, the rest of which may be a pointer to an earlier one (RFC 1035 section 4.1.4).</summary>
    public bool TryName([NotNullWhen(true)] out DnsName? name)
    {
        name = null;
        Span<byte> wire = stackalloc byte[DnsName.MaximumBytes];
        var written = 0;
        var at = Position;
        var end = _end; // Behind a pointer we are outside of the record, and read up to where we came from.
        var after = -1;
        for (var pointers = 0; at < end;)
        {
            var length = _message[at];
            switch (length & KindMask)
            {
                case PointerKind:
                    if (at + 1 >= end || ++pointers > MaximumPointers)
                        return false;
                    var target = ((length & ~KindMask) << 8) | _message[at + 1];
                    if (after < 0)
                        after = at + 2;
                    if (target >= at)
                        return false; // "A prior occurrence": only backwards, so that every name ends.
                    (at, end) = (target, at);
                    break;
                case 0 when length == 0:
                    wire[written++] = 0;
                    Position = after < 0 ? at + 1 : after;
                    return DnsName.TryFromWire(wire[..written], out name);
                case 0:
                    // One octet is kept for the root.
                    if (at + 1 + length > end || written + 1 + length >= wire.Length)
                        return false;
                    _message.Slice(at, length + 1).CopyTo(wire[written..]);
                    written += length + 1;
                    at += length + 1;
                    break;
                default:
                    return false; // 01 and 10 are other kinds of labels, which nobody uses (RFC 6891 section 5).
            }
        }

        return false;
    }

    /// <summary>
    /// More than a name has labels are never needed, and a message full of pointers to pointers would take long.
    /// </summary>
    private const int MaximumPointers = 127;

    private const int KindMask = 0xC0;
    private const int PointerKind = 0xC0;
}

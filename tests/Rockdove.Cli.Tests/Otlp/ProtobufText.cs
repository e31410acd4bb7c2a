using System.Buffers.Binary;
using System.Text;

namespace Rockdove.Cli.Tests;

/// <summary>
/// One message in the encoding of protobuf, read by the numbers of its fields
/// (https://protobuf.dev/programming-guides/encoding/).
/// </summary>
internal sealed class ProtobufText
{
    private readonly List<(int Field, ulong Number, ReadOnlyMemory<byte> Octets)> _fields = [];

    public ProtobufText(ReadOnlyMemory<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            var tag = Varint(ref octets);
            var number = (tag & 7) switch
            {
                0 => Varint(ref octets),
                1 => BinaryPrimitives.ReadUInt64LittleEndian(Take(ref octets, 8).Span),
                5 => BinaryPrimitives.ReadUInt32LittleEndian(Take(ref octets, 4).Span),
                2 => 0UL,
                var other => throw new InvalidDataException($"A wire type {other}."),
            };
            var inner = (tag & 7) == 2 ? Take(ref octets, (int)Varint(ref octets)) : default;
            _fields.Add(((int)(tag >> 3), number, inner));
        }
    }

    /// <summary>The messages of a repeated field.</summary>
    public IEnumerable<ProtobufText> All(int field) =>
        _fields.Where(one => one.Field == field).Select(one => new ProtobufText(one.Octets));

    /// <summary>The messages that a path of fields leads to.</summary>
    public IEnumerable<ProtobufText> All(params IEnumerable<int> path) =>
        path.Aggregate((IEnumerable<ProtobufText>)[this], (found, field) => found.SelectMany(one => one.All(field)));

    public bool Has(int field) => _fields.Any(one => one.Field == field);

    public string Text(int field) => Encoding.UTF8.GetString(Find(field).Octets.Span);

    public string Hex(int field) => Convert.ToHexStringLower(Find(field).Octets.Span);

    public long Number(int field) => (long)Find(field).Number;

    public double Double(int field) => BitConverter.UInt64BitsToDouble(Find(field).Number);

    /// <summary>A list of OpenTelemetry's KeyValue, as text.</summary>
    public Dictionary<string, string> Attributes(int field) => All(field).ToDictionary(
        pair => pair.Text(1),
        pair => pair.All(2).Single() is var value && value.Has(1) ? value.Text(1) : $"{value.Number(3)}");

    /// <summary>The last one counts; one that is not there is zero.</summary>
    private (int Field, ulong Number, ReadOnlyMemory<byte> Octets) Find(int field) =>
        _fields.LastOrDefault(one => one.Field == field);

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> octets, int count)
    {
        var taken = octets[..count];
        octets = octets[count..];
        return taken;
    }

    private static ulong Varint(ref ReadOnlyMemory<byte> octets)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var octet = Take(ref octets, 1).Span[0];
            value |= (ulong)(octet & 0x7F) << shift;
            if (octet < 0x80)
                return value;
        }
    }
}

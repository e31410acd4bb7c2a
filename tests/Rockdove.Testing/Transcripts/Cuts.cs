using System.Globalization;

namespace Rockdove.Testing;

/// <summary>One way of cutting what the client sends.</summary>
internal sealed class Cuts
{
    private readonly string _name;
    private readonly SeededRandom? _random;
    private readonly bool _octetByOctet;

    private Cuts(string name, SeededRandom? random, bool octetByOctet, bool pipelined)
    {
        _name = name;
        _random = random;
        _octetByOctet = octetByOctet;
        IsPipelined = pipelined;
    }

    /// <summary>True when the client does not wait for answers.</summary>
    public bool IsPipelined { get; }

    public static Cuts Whole { get; } = new("whole", null, false, false);

    public static Cuts OctetByOctet { get; } = new("one octet at a time", null, true, false);

    public static Cuts Pipelined { get; } = new("pipelined", null, false, true);

    public static Cuts Random(int seed, bool pipelined)
    {
        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"{(pipelined ? "pipelined and " : "")}cut at random, repeat with {SeededRandom.Variable}={seed}");
        return new(name, new SeededRandom(seed), false, pipelined);
    }

    public IEnumerable<ReadOnlyMemory<byte>> Cut(ReadOnlyMemory<byte> octets) =>
        _random is not null ? ByteCutter.Random(octets, _random)
        : _octetByOctet ? ByteCutter.Each(octets)
        : ByteCutter.Whole(octets);

    /// <summary>True when the engine is not called for this piece alone, but with the next one.</summary>
    public bool WaitsForMore() => _random?.Next(3) == 0;

    /// <summary>True when the engine is called once more with nothing new.</summary>
    public bool WakesInVain() => _random?.Next(4) == 0;

    public override string ToString() => _name;
}

using BenchmarkDotNet.Attributes;
using Rockdove.Wire;

namespace Rockdove.Bench;

/// <summary>Decoding of dotted content alone, at its best and at its worst.</summary>
public class ContentBenchmarks
{
    private readonly byte[] _plain = [.. Samples.Lines(1024 * 1024, 'x'), .. ".\r\n"u8];
    private readonly byte[] _dotted = [.. Samples.Lines(1024 * 1024, '.'), .. ".\r\n"u8];

    [Benchmark]
    public long Plain1MiB() => Decode(_plain);

    [Benchmark]
    public long EveryLineDotted1MiB() => Decode(_dotted);

    private static long Decode(ReadOnlyMemory<byte> input)
    {
        var decoder = ContentDecoder.Dotted(default, int.MaxValue);
        var content = 0L;
        while (true)
        {
            var status = decoder.Decode(input, out var slice, out var consumed);
            input = input[consumed..];
            if (status != ContentStatus.Slice)
                return status == ContentStatus.End ? content : throw new InvalidOperationException($"{status}");
            content += slice.Length;
        }
    }
}

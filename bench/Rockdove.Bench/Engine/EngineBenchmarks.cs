using BenchmarkDotNet.Attributes;

namespace Rockdove.Bench;

/// <summary>The engine's share of a command and of a whole transaction.</summary>
public class EngineBenchmarks
{
    private readonly EngineLoop _loop = new();
    private readonly byte[] _noop = "NOOP\r\n"u8.ToArray();
    private readonly byte[] _small = Samples.Transaction(1024);
    private readonly byte[] _medium = Samples.Transaction(16 * 1024);
    private readonly byte[] _large = Samples.Transaction(1024 * 1024);

    [GlobalSetup]
    public void Check()
    {
        // A benchmark of refusals would be fast too.
        _loop.Feed(_small);
        var replies = _loop.TakeReplies();
        var last = replies.TrimEnd().Split("\r\n")[^1];
        if (_loop.ContentBytes != 1024 || !last.StartsWith("250", StringComparison.Ordinal))
            throw new InvalidOperationException($"{_loop.ContentBytes} octets of content, and {replies}");
    }

    [Benchmark]
    public int Noop() => _loop.Feed(_noop);

    [Benchmark]
    public int Transaction1KiB() => _loop.Feed(_small);

    [Benchmark]
    public int Transaction16KiB() => _loop.Feed(_medium);

    [Benchmark]
    public int Transaction1MiB() => _loop.Feed(_large);

    [Benchmark]
    public void Transaction1KiBByteAtATime() => _loop.Drip(_small);
}

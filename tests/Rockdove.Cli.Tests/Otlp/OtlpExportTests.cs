using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Rockdove.Wire;

namespace Rockdove.Cli.Tests;

/// <summary>Pushing to a collector that is there, is not, or misbehaves.</summary>
public sealed class OtlpExportTests : IDisposable
{
    private readonly Lines _lines = new();
    private readonly ILoggerFactory _loggers;
    private readonly Meter _meter = new("Rockdove.OtlpExportTests");
    private readonly Counter<long> _counter;

    public OtlpExportTests()
    {
        _loggers = LoggerFactory.Create(logging => logging.AddProvider(_lines));
        _counter = _meter.CreateCounter<long>("rockdove.test.things");
    }

    public void Dispose()
    {
        _meter.Dispose();
        _loggers.Dispose();
    }

    [Fact]
    public async Task A_collector_that_goes_and_comes_back_is_told_once_each_and_nothing_is_lost()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        receiver.Status = 503;
        await using var export = Export(Metrics(receiver));
        _counter.Add(1);
        await receiver.WaitAsync(_ => true);
        await receiver.WaitAsync(_ => true); // The answer of the first was judged before the second was sent.
        receiver.Status = 200;
        _counter.Add(1);
        Assert.Equal(2, (await receiver.WaitAsync(one => one.Count("rockdove.test.things") == 2))
            .Count("rockdove.test.things"));
        await receiver.WaitAsync(_ => true);
        await receiver.WaitAsync(_ => true);

        Assert.Equal(
            [
                $"Warning The collector at {receiver.Address}/v1/metrics does not take metrics: it answered 503 "
                    + "Service Unavailable. See that it runs and that --otlp names it; it is asked again with what "
                    + "comes next, and this is said once",
                $"Information The collector at {receiver.Address}/v1/metrics takes metrics again",
            ],
            _lines.All);
    }

    [Fact]
    public async Task A_collector_that_is_not_there_is_told_without_the_header_fields()
    {
        await using (Export(new OtlpSettings
        {
            Metrics = Target("http://127.0.0.1:1/v1/metrics?key=hunter2") with { Headers = new Secret("a=hunter2") },
        }))
            _counter.Add(1);

        var line = Assert.Single(_lines.All);
        Assert.StartsWith(
            "Warning The collector at http://127.0.0.1:1/v1/metrics does not take metrics: ", line,
            StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collector_that_never_answers_does_not_hold_up_the_end()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        receiver.Gate = new TaskCompletionSource().Task;
        var settings = Metrics(receiver);
        var export = Export(settings with { Metrics = settings.Metrics! with { Timeout = TimeSpan.FromHours(1) } });
        _counter.Add(1);
        await receiver.WaitAsync(_ => true);

        await export.DisposeAsync().AsTask().WaitAsync(RockdoveProcess.Patience);
    }

    [Fact]
    public async Task Header_fields_go_to_nobody_else_by_a_redirection()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        receiver.Status = 307;
        var settings = Metrics(receiver);
        await using (Export(settings with
        {
            Metrics = settings.Metrics! with { Headers = new Secret("authorization=Bearer%20x,b=2") },
        }))
            _counter.Add(1);

        var requests = receiver.TakeAll();
        Assert.All(requests, one => Assert.Equal("/v1/metrics", one.Path));
        Assert.Equal(("Bearer x", "2"), ($"{requests[0].Headers.Authorization}", $"{requests[0].Headers["b"]}"));
        Assert.Contains("it answered 307", Assert.Single(_lines.All), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_goes_over_grpc()
    {
        await using var receiver = await OtlpReceiver.StartAsync(HttpProtocols.Http2);
        receiver.GrpcStatus = 14;
        await using var export = Export(new OtlpSettings
        {
            Metrics = Target(receiver.Address) with { IsGrpc = true },
            MetricInterval = Soon,
        });
        _counter.Add(1);
        await receiver.WaitAsync(_ => true);
        await receiver.WaitAsync(_ => true);
        receiver.GrpcStatus = 0;
        await receiver.WaitAsync(_ => true);
        await receiver.WaitAsync(_ => true);
        var request = await receiver.WaitAsync(one => one.Count("rockdove.test.things") == 1);

        Assert.Equal("/opentelemetry.proto.collector.metrics.v1.MetricsService/Export", request.Path);
        Assert.Equal(2, _lines.All.Count);
        Assert.Contains("it answered with the gRPC status 14", _lines.All[0], StringComparison.Ordinal);
        Assert.EndsWith("takes metrics again", _lines.All[1], StringComparison.Ordinal);
    }

    private OtlpExport Export(OtlpSettings settings) => new(settings, "rockdove-test", _loggers);

    private static OtlpSettings Metrics(OtlpReceiver receiver) => new()
    {
        Metrics = Target($"{receiver.Address}/v1/metrics"),
        MetricInterval = Soon,
    };

    private static OtlpTarget Target(string endpoint) => new() { Endpoint = new Uri(endpoint), Source = "--otlp" };

    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);

    /// <summary>Keeps what is logged.</summary>
    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _all = new();

        public IReadOnlyList<string> All => [.. _all];

        public ILogger CreateLogger(string categoryName) => this;

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            _all.Enqueue($"{logLevel} {formatter(state, exception)}");

        public void Dispose()
        {
        }
    }
}

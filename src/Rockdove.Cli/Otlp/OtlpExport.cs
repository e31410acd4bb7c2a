using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Rockdove.Cli;

/// <summary>
/// Pushes the instruments and activities of this process to a collector, from threads of their own: a collector that is
/// slow or away holds up nothing, and what does not fit into the queue of spans is dropped.
/// </summary>
internal sealed class OtlpExport : IAsyncDisposable
{
    private readonly MeterProvider? _metrics;
    private readonly TracerProvider? _traces;

    /// <param name="settings">At least one signal.</param>
    /// <param name="service">What the collector is to call this, unless the environment says: <c>rockdove-catch</c>.
    /// </param>
    /// <param name="loggers">Where trouble with the collector is told.</param>
    public OtlpExport(OtlpSettings settings, string service, ILoggerFactory loggers)
    {
        // ASP.NET Core 10 tells method and path of a request itself only where it is told to.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);
        var log = loggers.CreateLogger(OtlpSettings.LogCategory);
        var resource = Resource(service);
        if (settings.Metrics is { } metrics)
        {
            _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource)
                .AddMeter(Ours)
                .AddOtlpExporter((exporter, reader) =>
                {
                    Set(exporter, "metrics", metrics, log);
                    reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds =
                        (int)settings.MetricInterval.TotalMilliseconds;
                })
                .Build();
        }

        if (settings.Traces is { } traces)
        {
            _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource)
                .AddSource(Ours, "Microsoft.AspNetCore")
                .AddOtlpExporter(exporter => Set(exporter, "traces", traces, log))
                .Build();
        }
    }

    /// <summary>Pushes what there is, for as long as <see cref="FlushPatience"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        // Both wait for threads of their own, and the time is for both. Whatever a library still waits for then, the
        // end of the process does not.
        var ending = Task.WhenAll(Task.Run(() => End(_traces)), Task.Run(() => End(_metrics)));
        await ending.WaitAsync(FlushPatience * 2).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static void End(TracerProvider? traces)
    {
        traces?.Shutdown((int)FlushPatience.TotalMilliseconds);
        traces?.Dispose();
    }

    private static void End(MeterProvider? metrics)
    {
        metrics?.Shutdown((int)FlushPatience.TotalMilliseconds);
        metrics?.Dispose();
    }

    private static ResourceBuilder Resource(string service)
    {
        return ResourceBuilder.CreateEmpty()
            .AddTelemetrySdk()
            .AddService(service, serviceVersion: PingParts.Version, serviceInstanceId: $"{Guid.NewGuid()}")
            .AddEnvironmentVariableDetector(); // Last, and so it wins.
    }

    private static void Set(OtlpExporterOptions exporter, string signal, OtlpTarget target, ILogger log)
    {
        exporter.Endpoint = target.Endpoint;
        exporter.Protocol = target.IsGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        exporter.Headers = target.Headers?.RevealText();
        exporter.TimeoutMilliseconds = (int)target.Timeout.TotalMilliseconds;
        exporter.HttpClientFactory = () => new HttpClient(new CollectorWatch(signal, target, log)
        {
            // A redirection would take the header fields, tokens among them, to somebody whom nobody named.
            InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false },
        })
        {
            Timeout = target.Timeout,
        };
    }

    /// <summary>
    /// How long the last push may hold up the end: a collector that is there takes milliseconds, and whoever stops a
    /// catcher in a test shall not wait for one that is not.
    /// </summary>
    public static readonly TimeSpan FlushPatience = TimeSpan.FromSeconds(2);

    private const string Ours = "Rockdove.*";
}

using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;

namespace Rockdove.Hosting;

/// <summary>
/// The instruments of all IMAP endpoints of one application. While nobody listens they cost a field each.
/// </summary>
internal sealed class ImapMetrics
{
    private ImapMetrics(Meter meter)
    {
        Sessions = new SessionInstruments(meter, "imap");
        AppendedSize = meter.CreateHistogram(
            "rockdove.imap.message.size", "By", "Octets of the messages that were appended.", tags: null,
            new InstrumentAdvice<long> { HistogramBucketBoundaries = SmtpMetrics.SizeBuckets });
    }

    public SessionInstruments Sessions { get; }

    public Histogram<long> AppendedSize { get; }

    /// <summary>Those of an application; endpoints of the same application share them.</summary>
    public static ImapMetrics For(IServiceProvider services)
    {
        var meter = services.GetService<IMeterFactory>()?.Create(ImapTelemetry.Name) ?? WithoutFactory;
        return ByMeter.GetValue(meter, static meter => new ImapMetrics(meter));
    }

    private static readonly Meter WithoutFactory = new(ImapTelemetry.Name);

    private static readonly ConditionalWeakTable<Meter, ImapMetrics> ByMeter = [];
}

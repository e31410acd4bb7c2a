using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;

namespace Rockdove.Hosting;

/// <summary>
/// The instruments of all POP3 endpoints of one application. While nobody listens they cost a field each.
/// </summary>
internal sealed class Pop3Metrics
{
    private Pop3Metrics(Meter meter)
    {
        Sessions = new SessionInstruments(meter, "pop3");
        Retrieved = meter.CreateCounter<long>(
            "rockdove.pop3.messages.retrieved", "{message}", "Messages, or the tops of them, that were sent.");
        RetrievedSize = meter.CreateHistogram(
            "rockdove.pop3.message.size", "By", "Octets of what was sent of a message.", tags: null,
            new InstrumentAdvice<long> { HistogramBucketBoundaries = SmtpMetrics.SizeBuckets });
        Deleted = meter.CreateCounter<long>(
            "rockdove.pop3.messages.deleted", "{message}", "Messages that were deleted at QUIT.");
    }

    public SessionInstruments Sessions { get; }

    public Counter<long> Retrieved { get; }

    public Histogram<long> RetrievedSize { get; }

    public Counter<long> Deleted { get; }

    /// <summary>Those of an application; endpoints of the same application share them.</summary>
    public static Pop3Metrics For(IServiceProvider services)
    {
        var meter = services.GetService<IMeterFactory>()?.Create(Pop3Telemetry.Name) ?? WithoutFactory;
        return ByMeter.GetValue(meter, static meter => new Pop3Metrics(meter));
    }

    private static readonly Meter WithoutFactory = new(Pop3Telemetry.Name);

    private static readonly ConditionalWeakTable<Meter, Pop3Metrics> ByMeter = [];
}

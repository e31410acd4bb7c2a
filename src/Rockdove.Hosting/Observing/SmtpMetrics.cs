using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;

namespace Rockdove.Hosting;

/// <summary>
/// The instruments of all SMTP endpoints of one application. While nobody listens they cost a field each.
/// </summary>
internal sealed class SmtpMetrics
{
    private SmtpMetrics(Meter meter)
    {
        Sessions = new SessionInstruments(meter, "smtp");
        Messages = meter.CreateCounter<long>(
            "rockdove.smtp.messages", "{message}", "Messages that came to their end, accepted or refused.");
        MessageSize = meter.CreateHistogram(
            "rockdove.smtp.message.size", "By", "Octets of the messages that were accepted.", tags: null,
            new InstrumentAdvice<long> { HistogramBucketBoundaries = SizeBuckets });
    }

    public SessionInstruments Sessions { get; }

    public Counter<long> Messages { get; }

    public Histogram<long> MessageSize { get; }

    /// <summary>Those of an application; endpoints of the same application share them.</summary>
    public static SmtpMetrics For(IServiceProvider services)
    {
        var meter = services.GetService<IMeterFactory>()?.Create(SmtpTelemetry.Name) ?? WithoutFactory;
        return ByMeter.GetValue(meter, static meter => new SmtpMetrics(meter));
    }

    /// <summary>From a kilobyte to the biggest message that most servers take.</summary>
    internal static readonly long[] SizeBuckets =
        [1 << 10, 1 << 12, 1 << 14, 1 << 16, 1 << 18, 1 << 20, 1 << 22, 1 << 24, 1 << 26];

    private static readonly Meter WithoutFactory = new(SmtpTelemetry.Name);

    private static readonly ConditionalWeakTable<Meter, SmtpMetrics> ByMeter = [];
}

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
        ActiveSessions = meter.CreateUpDownCounter<long>(
            "rockdove.smtp.sessions.active", "{session}", "Sessions that are open.");
        Sessions = meter.CreateCounter<long>(
            "rockdove.smtp.sessions", "{session}", "Sessions that have ended, by how.");
        SessionDuration = meter.CreateHistogram(
            "rockdove.smtp.session.duration", "s", "How long sessions last.", tags: null,
            new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.01, 0.1, 0.5, 1, 5, 30, 60, 300, 1800, 14400],
            });
        Commands = meter.CreateCounter<long>(
            "rockdove.smtp.commands", "{command}", "Commands that came, by verb.");
        Replies = meter.CreateCounter<long>(
            "rockdove.smtp.replies", "{reply}", "Replies that were given, by class.");
        Messages = meter.CreateCounter<long>(
            "rockdove.smtp.messages", "{message}", "Messages that came to their end, accepted or refused.");
        MessageSize = meter.CreateHistogram(
            "rockdove.smtp.message.size", "By", "Octets of the messages that were accepted.", tags: null,
            new InstrumentAdvice<long>
            {
                HistogramBucketBoundaries =
                    [1 << 10, 1 << 12, 1 << 14, 1 << 16, 1 << 18, 1 << 20, 1 << 22, 1 << 24, 1 << 26],
            });
        Authentications = meter.CreateCounter<long>(
            "rockdove.smtp.authentications", "{attempt}", "Authentication exchanges that came to a verdict.");
        Handshakes = meter.CreateCounter<long>(
            "rockdove.smtp.tls.handshakes", "{handshake}", "TLS handshakes, by outcome and version.");
    }

    public UpDownCounter<long> ActiveSessions { get; }

    public Counter<long> Sessions { get; }

    public Histogram<double> SessionDuration { get; }

    public Counter<long> Commands { get; }

    public Counter<long> Replies { get; }

    public Counter<long> Messages { get; }

    public Histogram<long> MessageSize { get; }

    public Counter<long> Authentications { get; }

    public Counter<long> Handshakes { get; }

    /// <summary>Those of an application; endpoints of the same application share them.</summary>
    public static SmtpMetrics For(IServiceProvider services)
    {
        var meter = services.GetService<IMeterFactory>()?.Create(SmtpTelemetry.Name) ?? WithoutFactory;
        return ByMeter.GetValue(meter, static meter => new SmtpMetrics(meter));
    }

    private static readonly Meter WithoutFactory = new(SmtpTelemetry.Name);

    private static readonly ConditionalWeakTable<Meter, SmtpMetrics> ByMeter = [];
}

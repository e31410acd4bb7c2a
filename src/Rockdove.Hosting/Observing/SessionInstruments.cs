using System.Diagnostics.Metrics;

namespace Rockdove.Hosting;

/// <summary>The instruments that every protocol has. While nobody listens they cost a field each.</summary>
internal sealed class SessionInstruments
{
    /// <param name="meter">Where they are made.</param>
    /// <param name="protocol">Second part of their names: <c>smtp</c>, <c>pop3</c>.</param>
    public SessionInstruments(Meter meter, string protocol)
    {
        Outcome = $"rockdove.{protocol}.outcome";
        Active = meter.CreateUpDownCounter<long>(
            $"rockdove.{protocol}.sessions.active", "{session}", "Sessions that are open.");
        Ended = meter.CreateCounter<long>(
            $"rockdove.{protocol}.sessions", "{session}", "Sessions that have ended, by how.");
        Duration = meter.CreateHistogram(
            $"rockdove.{protocol}.session.duration", "s", "How long sessions last.", tags: null,
            new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.01, 0.1, 0.5, 1, 5, 30, 60, 300, 1800, 14400],
            });
        Commands = meter.CreateCounter<long>(
            $"rockdove.{protocol}.commands", "{command}", "Commands that came, by verb.");
        Replies = meter.CreateCounter<long>(
            $"rockdove.{protocol}.replies", "{reply}", "Replies that were given, by class.");
        Authentications = meter.CreateCounter<long>(
            $"rockdove.{protocol}.authentications", "{attempt}",
            "Authentication exchanges that came to a verdict.");
        Handshakes = meter.CreateCounter<long>(
            $"rockdove.{protocol}.tls.handshakes", "{handshake}", "TLS handshakes, by outcome and version.");
    }

    /// <summary>The tag that says how something ended.</summary>
    public string Outcome { get; }

    public UpDownCounter<long> Active { get; }

    public Counter<long> Ended { get; }

    public Histogram<double> Duration { get; }

    public Counter<long> Commands { get; }

    public Counter<long> Replies { get; }

    public Counter<long> Authentications { get; }

    public Counter<long> Handshakes { get; }
}

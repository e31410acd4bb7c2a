using System.Globalization;

namespace Rockdove.Cli;

/// <summary>What became of many messages, as <c>--json</c> prints it.</summary>
/// <param name="Server">Where they went.</param>
/// <param name="ExitCode">See <c>rockdove send --help</c>.</param>
/// <param name="Messages">How many were asked for.</param>
/// <param name="Delivered">How many every recipient got.</param>
/// <param name="Failed">How many some recipient did not get.</param>
/// <param name="NotTried">How many were left when the run was given up or interrupted.</param>
/// <param name="RecipientsDelivered">Recipients of all messages.</param>
/// <param name="MessageBytes">The size of each.</param>
/// <param name="Sessions">How many connections at once.</param>
/// <param name="Connections">How many connections were opened in all.</param>
/// <param name="Seconds">From the first connection to the last goodbye.</param>
/// <param name="MessagesPerSecond">Delivered messages.</param>
/// <param name="MegabytesPerSecond">Their octets, in millions.</param>
/// <param name="Latency">Of delivered messages.</param>
/// <param name="Failures">Replies and errors, the most frequent first.</param>
internal sealed record LoadReport(
    string Server,
    int ExitCode,
    int Messages,
    long Delivered,
    long Failed,
    long NotTried,
    long RecipientsDelivered,
    int MessageBytes,
    int Sessions,
    long Connections,
    double Seconds,
    double MessagesPerSecond,
    double MegabytesPerSecond,
    LoadLatency Latency,
    IReadOnlyList<LoadFailure> Failures)
{
    public static LoadReport Of(SendPlan plan, LoadTotals totals, TimeSpan elapsed)
    {
        var rate = totals.Delivered / elapsed.TotalSeconds;
        var notTried = plan.Count - totals.Delivered - totals.Failed;
        var code = totals.FirstFailure != 0 ? totals.FirstFailure
            : notTried > 0 ? Cli.ExitCode.Failed
            : Cli.ExitCode.Ok;
        return new LoadReport(
            ServerAddress.Text(plan.Server),
            code,
            plan.Count,
            totals.Delivered,
            totals.Failed,
            notTried,
            totals.RecipientsDelivered,
            plan.Message.Length,
            plan.Sessions,
            totals.Connections,
            Math.Round(elapsed.TotalSeconds, 3),
            Math.Round(rate, 1),
            Math.Round(rate * plan.Message.Length / 1e6, 2),
            LoadLatency.Of(totals.Latency),
            [.. totals.Failures]);
    }

    public void Print(TextWriter output)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Delivered} of {Messages} messages of {MessageBytes} octets in {Seconds} s: "
            + $"{MessagesPerSecond} messages/s, {MegabytesPerSecond} MB/s over {Sessions} sessions, "
            + $"{Connections} connections"));
        if (Delivered > 0)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"latency in ms: mean {Latency.Mean}, p50 {Latency.P50}, p90 {Latency.P90}, p99 {Latency.P99}, "
                + $"p99.9 {Latency.P999}, max {Latency.Max}"));
        }

        if (NotTried > 0)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{NotTried} messages were not tried"));
    }
}

/// <summary>Milliseconds.</summary>
internal sealed record LoadLatency(double Mean, double P50, double P90, double P99, double P999, double Max)
{
    public static LoadLatency Of(LatencyHistogram histogram) => new(
        Milliseconds(histogram.Mean),
        Milliseconds(histogram.Percentile(0.5)),
        Milliseconds(histogram.Percentile(0.9)),
        Milliseconds(histogram.Percentile(0.99)),
        Milliseconds(histogram.Percentile(0.999)),
        Milliseconds(histogram.Max));

    private static double Milliseconds(TimeSpan span) => Math.Round(span.TotalMilliseconds, 3);
}

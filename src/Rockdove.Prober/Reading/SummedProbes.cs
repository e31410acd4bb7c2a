namespace Rockdove.Prober;

/// <summary>What became of a number of probes. Times are seconds, null when there are none.</summary>
/// <param name="Count">Those with a verdict: the next five figures are its parts.</param>
/// <param name="Good">They came in time.</param>
/// <param name="Spam">They came in time, among the spam.</param>
/// <param name="Late">They came after the soft deadline.</param>
/// <param name="Lost">They did not come.</param>
/// <param name="Failed">They were not taken, or sent back, or nobody could look.</param>
/// <param name="Duplicate">Those of the good ones that came more than once.</param>
/// <param name="Unmeasured">They were not sent, or perhaps not: there is no verdict.</param>
public sealed record SummedProbes(
    long Count, long Good, long Spam, long Late, long Lost, long Failed, long Duplicate, long Unmeasured)
{
    public double? MedianSeconds { get; init; }

    public double? P95Seconds { get; init; }

    public double? MinimumSeconds { get; init; }

    public double? MaximumSeconds { get; init; }

    public double? MeanSeconds { get; init; }

    /// <summary>Which part came in time; null when there is no verdict.</summary>
    public double? SuccessRatio => Count == 0 ? null : (double)(Good + Spam) / Count;

    internal static SummedProbes Of(Rollup sum)
    {
        var times = sum.Times;
        var isTimed = times.Count > 0;
        return new(
            sum.Count, sum.Good, sum.Spam, sum.Late, sum.Lost, sum.Failed, sum.Duplicate, sum.Unmeasured)
        {
            MedianSeconds = times.Percentile(0.5)?.TotalSeconds,
            P95Seconds = times.Percentile(0.95)?.TotalSeconds,
            MinimumSeconds = isTimed ? times.Minimum.TotalSeconds : null,
            MaximumSeconds = isTimed ? times.Maximum.TotalSeconds : null,
            MeanSeconds = isTimed ? sum.SumMicroseconds / 1e6 / times.Count : null,
        };
    }
}

/// <summary>An account as a row or a column of the matrix sums it up.</summary>
public sealed record AccountSummary(string Account, SummedProbes Probes);

/// <summary>An hour or a day of a pair, or of several pairs together.</summary>
/// <param name="Start">When it begins.</param>
/// <param name="Probes">What became of the probes that were due in it.</param>
public sealed record PairSpan(DateTimeOffset Start, SummedProbes Probes);

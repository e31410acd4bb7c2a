using System.Globalization;

namespace Rockdove.Bench;

/// <summary>What was measured, for <c>bench/rig</c>: a line with contender, measure and figure, tabs between.</summary>
internal static class Figures
{
    public static void Add(string contender, string measure, double figure) => Console.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"{contender}\t{measure}\t{figure:0.####}"));

    /// <summary>Median and 99th percentile in milliseconds.</summary>
    /// <param name="contender">Whose.</param>
    /// <param name="measure">The start of both names.</param>
    /// <param name="ticks">Of the stopwatch; they are sorted.</param>
    public static void AddPercentiles(string contender, string measure, List<long> ticks)
    {
        ticks.Sort();
        Add(contender, $"{measure} p50 ms", Milliseconds(ticks[ticks.Count / 2]));
        Add(contender, $"{measure} p99 ms", Milliseconds(ticks[ticks.Count * 99 / 100]));
    }

    private static double Milliseconds(long ticks) => ticks * 1000.0 / System.Diagnostics.Stopwatch.Frequency;
}

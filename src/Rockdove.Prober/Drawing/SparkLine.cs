using System.Globalization;
using System.Text;

namespace Rockdove.Prober;

/// <summary>
/// The last deliveries as a line. All have one logarithmic scale, so that one cell can be compared with the next: half
/// a second is at the bottom, half an hour at the top. What failed is a tick on the ground.
/// </summary>
internal static class SparkLine
{
    /// <summary>The path, oldest to the left; empty when there is nothing.</summary>
    public static string Path(IReadOnlyList<TimeSpan?> history, double left, double top, double width, double height)
    {
        var path = new StringBuilder();
        var first = Math.Max(0, history.Count - SvgMatrixOptions.LongestLine);
        var step = history.Count - first > 1 ? width / (history.Count - first - 1) : 0;
        for (var i = first; i < history.Count; i++)
        {
            var x = left + ((i - first) * step);
            if (history[i] is not { } time)
            {
                path.Append(CultureInfo.InvariantCulture, $"M{x:0.#} {top + height:0.#}v-{FailureTick}");
                continue;
            }

            var y = top + (height * (1 - Share(time)));
            var isLine = i > first && history[i - 1] is not null;
            path.Append(CultureInfo.InvariantCulture, $"{(isLine ? 'L' : 'M')}{x:0.#} {y:0.#}");
            if (!isLine && (i + 1 == history.Count || history[i + 1] is null))
                path.Append("h0"); // Alone; a line of no length with round ends is a dot.
        }

        return path.ToString();
    }

    /// <summary>Where the newest lies; null when it failed.</summary>
    public static (double X, double Y)? End(
        IReadOnlyList<TimeSpan?> history, double left, double top, double width, double height) =>
        history is [.., { } last]
            ? (history.Count > 1 ? left + width : left, top + (height * (1 - Share(last))))
            : null;

    private static double Share(TimeSpan time) =>
        Math.Clamp(Math.Log(Math.Max(time.TotalSeconds, BottomSeconds) / BottomSeconds) / Span, 0, 1);

    private const int FailureTick = 5;

    private const double BottomSeconds = 0.5;

    private static readonly double Span = Math.Log(1800 / BottomSeconds);
}

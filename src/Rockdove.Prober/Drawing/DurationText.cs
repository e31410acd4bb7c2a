using System.Globalization;

namespace Rockdove.Prober;

/// <summary>Times as people say them, with no more digits than are known.</summary>
internal static class DurationText
{
    /// <summary>Such as <c>0.42 s</c>, <c>3.2 s</c>, <c>48 s</c>, <c>12 min</c>, <c>5 h</c>, <c>2 d</c>.</summary>
    /// <param name="time">How long; less than nothing is told as nothing.</param>
    /// <param name="uncertainty">How exactly it is known; null for exactly.</param>
    public static string Of(TimeSpan time, TimeSpan? uncertainty = null)
    {
        var seconds = Math.Max(0, time.TotalSeconds);
        var error = uncertainty?.TotalSeconds ?? 0;
        return seconds switch
        {
            < 0.995 when error < 0.05 => Say(seconds, "0.00", "s"),
            < 9.95 when error < 0.5 => Say(seconds, "0.0", "s"),
            < 0.5 => "<1 s",
            < 119.5 => Say(seconds, "0", "s"),
            < 99.5 * 60 => Say(seconds / 60, "0", "min"),
            < 47.5 * 3600 => Say(seconds / 3600, "0", "h"),
            _ => Say(seconds / 86400, "0", "d"),
        };
    }

    /// <summary>The end of a class, which is a round number.</summary>
    public static string Limit(TimeSpan limit) => limit < TimeSpan.FromMinutes(1)
        ? Say(limit.TotalSeconds, "0", "s")
        : Say(limit.TotalMinutes, "0", "min");

    private static string Say(double number, string format, string unit) =>
        number.ToString(format, CultureInfo.InvariantCulture) + "\u00A0" + unit;
}

using System.Globalization;

namespace Rockdove.Configuration;

/// <summary>
/// A length of time as people write it: a number with its unit (<c>500ms</c>, <c>30s</c>, <c>5m</c>, <c>2h</c>,
/// <c>5d</c>), or hours, minutes and seconds with days before them (<c>00:05:00</c>, <c>5.00:00:00</c>).
/// </summary>
internal static class DurationText
{
    /// <summary>Reads one; null when it is none. Never negative.</summary>
    public static TimeSpan? TryRead(string text)
    {
        if (text.Contains(':', StringComparison.Ordinal))
        {
            return TimeSpan.TryParseExact(text, ["c", @"h\:mm\:ss"], CultureInfo.InvariantCulture, out var written)
                && written >= TimeSpan.Zero
                    ? written
                    : null;
        }

        foreach (var (unit, milliseconds) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && decimal.TryParse(
                    text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture, out var number)
                && number <= MostMilliseconds / milliseconds)
                return TimeSpan.FromMilliseconds((double)(number * milliseconds));
        }

        return null;
    }

    public static string Allowed(long leastSeconds, long mostSeconds)
    {
        var bounds = mostSeconds == long.MaxValue
            ? leastSeconds == 0 ? "" : $" of at least {Text(leastSeconds)}"
            : $" from {Text(leastSeconds)} to {Text(mostSeconds)}";
        return $"a time{bounds}, such as 30s, 5m, 2h, 5d or 00:05:00";
    }

    private static string Text(long seconds) =>
        TimeSpan.FromSeconds(seconds).ToString("c", CultureInfo.InvariantCulture);

    /// <summary>A hundred years: what is longer is a mistake, and <see cref="TimeSpan"/> holds it.</summary>
    private const decimal MostMilliseconds = 36_525m * 24 * 60 * 60 * 1000;

    private static readonly (string Unit, decimal Milliseconds)[] Units =
    [
        ("ms", 1), ("s", 1000), ("m", 60 * 1000), ("h", 60 * 60 * 1000), ("d", 24 * 60 * 60 * 1000),
    ];
}

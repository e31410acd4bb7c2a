using System.Globalization;

namespace Rockdove.Catcher;

/// <summary>A date as people and programs type it.</summary>
internal static class TypedDate
{
    /// <summary>
    /// A year, month, day or moment, such as <c>2026</c>, <c>2026-05</c>, <c>2026-05-01</c>, <c>2026/05/01</c>,
    /// <c>5/1/2026</c> (month first), <c>2026-05-01 10:00</c>, <c>2026-05-01T10:00:00Z</c>, <c>1 May 2026</c>, or
    /// seconds or milliseconds since 1970; null if it is none.
    /// </summary>
    public static DateTimeOffset? Read(string text, TimeZoneInfo zone)
    {
        var culture = CultureInfo.InvariantCulture;
        if (text.Length is 10 or 13 && long.TryParse(text, NumberStyles.None, culture, out var unix))
            return DateTimeOffset.FromUnixTimeMilliseconds(text.Length == 10 ? unix * 1000 : unix);
        if (DateTimeOffset.TryParseExact(text, WithZone, culture, DateTimeStyles.None, out var whole))
            return whole;
        if (!DateTime.TryParseExact(text, WithoutZone, culture, DateTimeStyles.None, out var local))
            return null;
        try
        {
            return new DateTimeOffset(local, zone.GetUtcOffset(local));
        }
        catch (ArgumentOutOfRangeException)
        {
            return null; // The first and the last day that there is, in a zone where it is another.
        }
    }

    private static readonly string[] WithZone =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK",
        "yyyy-MM-dd HH:mm:ss zzz", "yyyy-MM-dd HH:mm:sszzz", "ddd, d MMM yyyy HH:mm:ss zzz", "d MMM yyyy HH:mm:ss zzz",
    ];

    private static readonly string[] WithoutZone =
    [
        "yyyy", "yyyy-M", "yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "M/d/yyyy", "yyyyMMdd",
        "yyyy-M-d H:m", "yyyy-M-d H:m:s", "yyyy/M/d H:m", "yyyy/M/d H:m:s", "M/d/yyyy H:m", "M/d/yyyy H:m:s",
        "d MMM yyyy", "d MMMM yyyy", "MMM d yyyy", "MMMM d yyyy", "MMM d, yyyy", "MMMM d, yyyy",
    ];
}

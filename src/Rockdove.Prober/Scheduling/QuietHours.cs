namespace Rockdove.Prober;

/// <summary>Times of the day in which nothing is sent, by the clock on a wall.</summary>
/// <param name="times">From and until when; they may overlap.</param>
/// <param name="zone">Whose wall.</param>
internal sealed class QuietHours(IReadOnlyList<QuietTime> times, TimeZoneInfo zone)
{
    /// <summary>False when there is no minute in a day that is not quiet.</summary>
    public static bool LeaveTime(IReadOnlyList<QuietTime> times) => Enumerable.Range(0, MinutesOfDay)
        .Any(minute => !times.Any(time => time.Contains(TimeOnly.MinValue.AddMinutes(minute))));

    public bool Contains(DateTimeOffset at)
    {
        var wall = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
        return times.Any(time => time.Contains(wall));
    }

    /// <summary>The moment itself, or the end of the quiet time that it is in.</summary>
    /// <remarks>
    /// Minute by minute, since a wall clock leaps where summer begins and ends: the end may not be there, or there
    /// twice. Quiet times are whole minutes, and so is what zones are off UTC.
    /// </remarks>
    public DateTimeOffset EndOf(DateTimeOffset at)
    {
        if (!Contains(at))
            return at;
        var minute = at.AddTicks(-(at.UtcTicks % TimeSpan.TicksPerMinute));
        for (var tried = 0; tried < MostMinutes && Contains(minute); tried++)
            minute = minute.AddMinutes(1);
        return minute;
    }

    private const int MinutesOfDay = 24 * 60;

    /// <summary>The only minute that is left may be one that summer time leaps over: the next day has it.</summary>
    private const int MostMinutes = 2 * MinutesOfDay;
}

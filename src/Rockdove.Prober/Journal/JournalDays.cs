namespace Rockdove.Prober;

/// <summary>Days as a zone has them: of 24 hours mostly, of 23 or 25 where clocks are set.</summary>
internal sealed class JournalDays(TimeZoneInfo zone)
{
    public TimeZoneInfo Zone => zone;

    /// <summary>When the day of this moment begins, in microseconds.</summary>
    public long Start(long microseconds)
    {
        var day = TimeZoneInfo.ConvertTime(JournalTime.Moment(microseconds), zone).Date;
        return StartOf(day).ToMicroseconds();
    }

    /// <summary>When the day after that of this moment begins, in microseconds.</summary>
    public long Next(long microseconds)
    {
        var day = TimeZoneInfo.ConvertTime(JournalTime.Moment(microseconds), zone).Date;
        return StartOf(day.AddDays(1)).ToMicroseconds();
    }

    /// <summary>When the hour of this moment begins, by UTC, in microseconds.</summary>
    public static long Hour(long microseconds) => microseconds - PositiveRest(microseconds, MicrosecondsPerHour);

    private DateTimeOffset StartOf(DateTime day)
    {
        // Some zones set their clocks at midnight: the day then begins with the first minute that there is.
        var local = DateTime.SpecifyKind(day, DateTimeKind.Unspecified);
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(1);
        var offset = zone.IsAmbiguousTime(local)
            ? zone.GetAmbiguousTimeOffsets(local).Max()
            : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset);
    }

    private static long PositiveRest(long value, long divisor) => (value % divisor + divisor) % divisor;

    internal const long MicrosecondsPerHour = 3_600_000_000;
}

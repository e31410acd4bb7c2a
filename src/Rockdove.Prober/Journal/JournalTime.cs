namespace Rockdove.Prober;

/// <summary>Times and lengths as the database has them: whole microseconds.</summary>
internal static class JournalTime
{
    public static long ToMicroseconds(this DateTimeOffset time) =>
        (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    public static long ToMicroseconds(this TimeSpan length) => length.Ticks / TimeSpan.TicksPerMicrosecond;

    public static long? ToMicroseconds(this DateTimeOffset? time) => time is { } known ? known.ToMicroseconds() : null;

    public static long? ToMicroseconds(this TimeSpan? length) => length is { } known ? known.ToMicroseconds() : null;

    public static DateTimeOffset Moment(long microseconds) =>
        new(DateTimeOffset.UnixEpoch.Ticks + microseconds * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);

    public static TimeSpan Length(long microseconds) => new(microseconds * TimeSpan.TicksPerMicrosecond);
}

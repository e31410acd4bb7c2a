namespace Rockdove.Prober.Tests;

public sealed class QuietHoursTests
{
    [Fact]
    public void Quiet_time_begins_with_its_first_minute_and_is_over_with_its_last()
    {
        var quiet = new QuietHours([Time("02:00-02:30")], TimeZoneInfo.Utc);
        Assert.False(quiet.Contains(At("2026-03-01T01:59:59Z")));
        Assert.True(quiet.Contains(At("2026-03-01T02:00:00Z")));
        Assert.True(quiet.Contains(At("2026-03-01T02:29:59Z")));
        Assert.False(quiet.Contains(At("2026-03-01T02:30:00Z")));
        Assert.Equal(At("2026-03-01T02:30:00Z"), quiet.EndOf(At("2026-03-01T02:00:17Z")));
        Assert.Equal(At("2026-03-01T02:30:17Z"), quiet.EndOf(At("2026-03-01T02:30:17Z")));
    }

    [Fact]
    public void It_goes_over_midnight_and_one_may_follow_another()
    {
        var quiet = new QuietHours([Time("23:00-01:00"), Time("01:00-02:15")], TimeZoneInfo.Utc);
        Assert.Equal(At("2026-03-02T02:15:00Z"), quiet.EndOf(At("2026-03-01T23:30:00Z")));
    }

    [Fact]
    public void It_goes_by_the_clock_of_its_zone()
    {
        var quiet = new QuietHours([Time("02:00-02:30")], Berlin);
        Assert.True(quiet.Contains(At("2026-01-15T01:10:00Z")));
        Assert.True(quiet.Contains(At("2026-07-15T00:10:00Z")));
        Assert.False(quiet.Contains(At("2026-07-15T02:10:00Z")));
    }

    [Fact]
    public void Where_summer_begins_an_hour_is_not_there()
    {
        // On 2026-03-29 at 01:00 UTC clocks in Berlin go from 02:00 to 03:00.
        Assert.False(new QuietHours([Time("02:00-02:30")], Berlin).Contains(At("2026-03-29T01:10:00Z")));
        var over = new QuietHours([Time("01:45-02:30")], Berlin);
        Assert.Equal(At("2026-03-29T01:00:00Z"), over.EndOf(At("2026-03-29T00:50:00Z")));
    }

    [Fact]
    public void Where_it_ends_an_hour_is_there_twice()
    {
        // On 2026-10-25 at 01:00 UTC clocks in Berlin go from 03:00 back to 02:00.
        var quiet = new QuietHours([Time("02:00-02:30")], Berlin);
        Assert.Equal(At("2026-10-25T00:30:00Z"), quiet.EndOf(At("2026-10-25T00:05:00Z")));
        Assert.Equal(At("2026-10-25T01:30:00Z"), quiet.EndOf(At("2026-10-25T01:05:00Z")));
    }

    [Fact]
    public void The_whole_day_cannot_be_quiet()
    {
        Assert.True(QuietHours.LeaveTime([]));
        Assert.True(QuietHours.LeaveTime([Time("00:00-12:00"), Time("12:01-00:00")]));
        Assert.False(QuietHours.LeaveTime([Time("00:00-12:00"), Time("11:00-00:00")]));
    }

    internal static QuietTime Time(string text) => QuietTime.TryRead(text)!.Value;

    internal static DateTimeOffset At(string text) =>
        DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
}

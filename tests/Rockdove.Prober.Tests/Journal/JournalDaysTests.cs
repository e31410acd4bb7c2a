using System.Globalization;

namespace Rockdove.Prober.Tests;

public sealed class JournalDaysTests
{
    [Theory]
    [InlineData("Europe/Berlin", "2026-03-29T12:00:00Z", "2026-03-28T23:00:00Z", 23)] // Clocks go forward at two.
    [InlineData("Europe/Berlin", "2026-10-25T12:00:00Z", "2026-10-24T22:00:00Z", 25)] // And back at three.
    [InlineData("Europe/Berlin", "2026-07-01T21:59:59Z", "2026-06-30T22:00:00Z", 24)]
    [InlineData("Europe/Berlin", "2026-07-01T22:00:00Z", "2026-07-01T22:00:00Z", 24)]
    [InlineData("America/New_York", "2026-11-01T05:30:00Z", "2026-11-01T04:00:00Z", 25)]
    [InlineData("Asia/Kolkata", "2026-01-01T18:30:00Z", "2026-01-01T18:30:00Z", 24)]
    [InlineData("Asia/Beirut", "2026-03-29T12:00:00Z", "2026-03-28T22:00:00Z", 23)] // There is no midnight.
    [InlineData("America/Havana", "2026-11-01T12:00:00Z", "2026-11-01T04:00:00Z", 25)] // There are two of them.
    [InlineData("UTC", "2026-03-29T00:00:00Z", "2026-03-29T00:00:00Z", 24)]
    public void A_day_is_as_long_as_the_zone_has_it(string zone, string moment, string start, int hours)
    {
        var days = new JournalDays(TimeZoneInfo.FindSystemTimeZoneById(zone));
        var at = Parse(moment);
        Assert.Equal(Parse(start), days.Start(at));
        Assert.Equal(Parse(start) + hours * JournalDays.MicrosecondsPerHour, days.Next(at));
    }

    [Fact]
    public void Days_follow_each_other_without_a_gap()
    {
        foreach (var zone in new[] { "Europe/Berlin", "America/Sao_Paulo", "Africa/Cairo", "Australia/Lord_Howe" })
        {
            var days = new JournalDays(TimeZoneInfo.FindSystemTimeZoneById(zone));
            var at = days.Start(Parse("2017-01-01T12:00:00Z"));
            for (var i = 0; i < 1000; i++)
            {
                var next = days.Next(at);
                Assert.InRange(next - at, 23 * JournalDays.MicrosecondsPerHour, 25 * JournalDays.MicrosecondsPerHour);
                Assert.Equal(at, days.Start(at));
                Assert.Equal(at, days.Start(next - 1));
                Assert.Equal(next, days.Start(next));
                at = next;
            }
        }
    }

    [Fact]
    public void Hours_begin_before_1970_too()
    {
        Assert.Equal(-JournalDays.MicrosecondsPerHour, JournalDays.Hour(-1));
        Assert.Equal(0, JournalDays.Hour(JournalDays.MicrosecondsPerHour - 1));
    }

    private static long Parse(string moment) =>
        DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture).ToMicroseconds();
}

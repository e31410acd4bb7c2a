namespace Rockdove.Storage.Sqlite;

/// <summary>A date with its offset as two columns.</summary>
internal static class DateColumns
{
    public static DateTimeOffset Read(long utcTicks, long minutes) =>
        new DateTimeOffset(utcTicks, TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes(minutes));
}

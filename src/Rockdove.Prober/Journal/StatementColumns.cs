using Rockdove.Sqlite;

namespace Rockdove.Prober;

/// <summary>Columns that may be null, and times.</summary>
internal static class StatementColumns
{
    public static long? LongOrNull(this SqliteStatement row, int column) =>
        row.IsNull(column) ? null : row.Long(column);

    public static string? TextOrNull(this SqliteStatement row, int column) =>
        row.IsNull(column) ? null : row.Text(column);

    public static DateTimeOffset Moment(this SqliteStatement row, int column) => JournalTime.Moment(row.Long(column));

    public static DateTimeOffset? MomentOrNull(this SqliteStatement row, int column) =>
        row.IsNull(column) ? null : row.Moment(column);

    public static TimeSpan? LengthOrNull(this SqliteStatement row, int column) =>
        row.IsNull(column) ? null : JournalTime.Length(row.Long(column));

    public static double? SecondsOrNull(this SqliteStatement row, int column) =>
        row.IsNull(column) ? null : row.Long(column) / 1e6;
}

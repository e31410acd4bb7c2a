using Rockdove.Sqlite;

namespace Rockdove.Prober;

/// <summary>Reads what is summed up. Overviews come from here, and never from the probes.</summary>
internal static class SumRows
{
    /// <summary>Rows or columns of the matrix, over the hours or days that begin in a time.</summary>
    public static List<AccountSummary> Lines(
        SqliteConnection connection, bool bySender, DateTimeOffset from, DateTimeOffset to)
    {
        var level = to - from <= HoursUpTo ? RollupRows.HourLevel : RollupRows.DayLevel;
        var sums = new Dictionary<string, Rollup>();
        using (var row = connection.Use($"""
            SELECT a.name, {RollupRows.Columns} FROM rollup r
            JOIN account a ON a.id = {(bySender ? "r.from_id" : "r.to_id")}
            WHERE r.level = ?1 AND r.bucket >= ?2 AND r.bucket < ?3 ORDER BY a.sort, a.id
            """)
            .Bind(1, level).Bind(2, FirstBucket(level, from)).Bind(3, to.ToMicroseconds()))
        {
            while (row.Step())
            {
                var name = row.Text(0);
                if (!sums.TryGetValue(name, out var sum))
                    sums.Add(name, sum = new Rollup());
                sum.Add(Rollup.Of(row, 1));
            }
        }

        return [.. sums.Select(sum => new AccountSummary(sum.Key, SummedProbes.Of(sum.Value)))];
    }

    /// <summary>The hours or days of a pair, the oldest first.</summary>
    public static List<PairSpan> Spans(
        SqliteConnection connection, ProbePair pair, bool byDay, DateTimeOffset from, DateTimeOffset to)
    {
        using var row = connection.Use($"""
            SELECT r.bucket, {RollupRows.Columns} FROM rollup r
            WHERE r.level = ?1 AND r.from_id = (SELECT id FROM account WHERE name = ?2)
              AND r.to_id = (SELECT id FROM account WHERE name = ?3) AND r.bucket >= ?4 AND r.bucket < ?5
            ORDER BY r.bucket
            """)
            .Bind(1, byDay ? RollupRows.DayLevel : RollupRows.HourLevel).Bind(2, pair.From).Bind(3, pair.To)
            .Bind(4, from.ToMicroseconds()).Bind(5, to.ToMicroseconds());
        var spans = new List<PairSpan>();
        while (row.Step())
            spans.Add(new(row.Moment(0), SummedProbes.Of(Rollup.Of(row, 1))));
        return spans;
    }

    /// <summary>
    /// The hours or days of all pairs together, or of those of a sender or a receiver, the oldest first.
    /// </summary>
    public static List<PairSpan> SpansOf(
        SqliteConnection connection, string? sender, string? receiver, bool byDay, DateTimeOffset from,
        DateTimeOffset to)
    {
        using var row = connection.Use($"""
            SELECT r.bucket, {RollupRows.Columns} FROM rollup r
            WHERE r.level = ?1 AND r.bucket >= ?2 AND r.bucket < ?3
              AND (?4 IS NULL OR r.from_id = (SELECT id FROM account WHERE name = ?4))
              AND (?5 IS NULL OR r.to_id = (SELECT id FROM account WHERE name = ?5))
            ORDER BY r.bucket
            """)
            .Bind(1, byDay ? RollupRows.DayLevel : RollupRows.HourLevel)
            .Bind(2, from.ToMicroseconds()).Bind(3, to.ToMicroseconds()).Bind(4, sender).Bind(5, receiver);
        var spans = new List<PairSpan>();
        var sum = new Rollup();
        DateTimeOffset? start = null;
        while (row.Step())
        {
            if (start is { } before && before != row.Moment(0))
            {
                spans.Add(new(before, SummedProbes.Of(sum)));
                sum = new Rollup();
            }

            start = row.Moment(0);
            sum.Add(Rollup.Of(row, 1));
        }

        if (start is { } last)
            spans.Add(new(last, SummedProbes.Of(sum)));
        return spans;
    }

    /// <summary>The medians of all pairs over whole hours.</summary>
    public static Dictionary<(long From, long To), TimeSpan> Medians(
        SqliteConnection connection, DateTimeOffset from, DateTimeOffset to)
    {
        var sums = new Dictionary<(long, long), LatencyHistogram>();
        using (var row = connection.Use("""
            SELECT from_id, to_id, min_us, max_us, hist FROM rollup
            WHERE level = 0 AND bucket >= ?1 AND bucket <= ?2 AND timed > 0
            """)
            .Bind(1, from.ToMicroseconds()).Bind(2, (to - TimeSpan.FromHours(1)).ToMicroseconds()))
        {
            while (row.Step())
            {
                var key = (row.Long(0), row.Long(1));
                var times = LatencyHistogram.FromOctets(row.Blob(4), row.LengthOrNull(2), row.LengthOrNull(3));
                if (sums.TryGetValue(key, out var sum))
                    sum.Add(times);
                else
                    sums.Add(key, times);
            }
        }

        return sums.ToDictionary(sum => sum.Key, sum => sum.Value.Percentile(0.5)!.Value);
    }

    private static long FirstBucket(int level, DateTimeOffset from) =>
        level == RollupRows.HourLevel ? JournalDays.Hour(from.ToMicroseconds()) : from.ToMicroseconds();

    /// <summary>A week of hours of 1,560 pairs is 262,080 rows, some 0.4 s; more time is told in days.</summary>
    private static readonly TimeSpan HoursUpTo = TimeSpan.FromDays(7);
}

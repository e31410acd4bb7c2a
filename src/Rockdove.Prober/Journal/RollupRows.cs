using Rockdove.Sqlite;

namespace Rockdove.Prober;

/// <summary>
/// The rows of hours and days. A probe is counted in the transaction that gives it its outcome, which happens once, so
/// that what is summed up is never behind and never counts twice. It counts where it was due.
/// </summary>
internal static class RollupRows
{
    public static void Count(
        SqliteConnection connection, JournalDays days, long from, long to, long due, ProbeOutcome outcome,
        TimeSpan? delivery)
    {
        Count(connection, HourLevel, JournalDays.Hour(due), from, to, outcome, delivery);
        Count(connection, DayLevel, days.Start(due), from, to, outcome, delivery);
    }

    private static void Count(
        SqliteConnection connection, int level, long bucket, long from, long to, ProbeOutcome outcome,
        TimeSpan? delivery)
    {
        var rollup = Find(connection, level, bucket, from, to) ?? new Rollup();
        rollup.Add(outcome, delivery);
        Write(connection, level, bucket, from, to, rollup);
    }

    /// <summary>
    /// Sums up once more, from the probes themselves, what begins at or after <paramref name="since"/>. The result is
    /// what was there, unless the zone of days has changed.
    /// </summary>
    public static void Rebuild(SqliteConnection connection, JournalDays days, long since)
    {
        var day = days.Start(since) is var start && start < since ? days.Next(since) : start;
        var hour = JournalDays.Hour(since + JournalDays.MicrosecondsPerHour - 1);
        connection.Use("DELETE FROM rollup WHERE level = ?1 AND bucket >= ?2").Bind(1, HourLevel).Bind(2, hour).Run();
        connection.Use("DELETE FROM rollup WHERE level = ?1 AND bucket >= ?2").Bind(1, DayLevel).Bind(2, day).Run();
        for (var from = Math.Min(day, hour); EarliestSince(connection, from) is { } due; from = days.Next(due))
            RebuildDay(connection, days, due, hour, day);
    }

    private static void RebuildDay(SqliteConnection connection, JournalDays days, long due, long hour, long day)
    {
        var sums = new Dictionary<(int Level, long Bucket, long From, long To), Rollup>();
        using (var row = connection.Use("""
            SELECT from_id, to_id, due, outcome, delivery_us FROM probe
            WHERE due >= ?1 AND due < ?2 AND resolved IS NOT NULL
            """)
            .Bind(1, due).Bind(2, days.Next(due)))
        {
            while (row.Step())
            {
                var (from, to, at) = (row.Long(0), row.Long(1), row.Long(2));
                var (outcome, delivery) = (ProbeRows.Outcome(row.Text(3)), row.LengthOrNull(4));
                if (JournalDays.Hour(at) is var hourOf && hourOf >= hour)
                    Sum((HourLevel, hourOf, from, to)).Add(outcome, delivery);
                if (days.Start(at) is var dayOf && dayOf >= day)
                    Sum((DayLevel, dayOf, from, to)).Add(outcome, delivery);
            }
        }

        foreach (var ((level, bucket, from, to), sum) in sums)
        {
            // An hour may reach into the next day, where a zone is off by half an hour.
            if (Find(connection, level, bucket, from, to) is { } before)
                sum.Add(before);
            Write(connection, level, bucket, from, to, sum);
        }

        Rollup Sum((int, long, long, long) key)
        {
            if (!sums.TryGetValue(key, out var sum))
                sums.Add(key, sum = new Rollup());
            return sum;
        }
    }

    private static long? EarliestSince(SqliteConnection connection, long from)
    {
        using var row = connection.Use("SELECT min(due) FROM probe WHERE due >= ?1 AND resolved IS NOT NULL")
            .Bind(1, from);
        return row.Step() ? row.LongOrNull(0) : null;
    }

    private static Rollup? Find(SqliteConnection connection, int level, long bucket, long from, long to)
    {
        using var row = connection.Use(
            $"SELECT {Columns} FROM rollup WHERE level = ?1 AND bucket = ?2 AND from_id = ?3 AND to_id = ?4")
            .Bind(1, level).Bind(2, bucket).Bind(3, from).Bind(4, to);
        return row.Step() ? Rollup.Of(row, 0) : null;
    }

    private static void Write(SqliteConnection connection, int level, long bucket, long from, long to, Rollup sum)
    {
        var times = sum.Times;
        var isTimed = times.Count > 0;
        connection.Use($"""
            INSERT OR REPLACE INTO rollup(level, bucket, from_id, to_id, n, timed, p50_us, p95_us, {Columns})
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)
            """)
            .Bind(1, level).Bind(2, bucket).Bind(3, from).Bind(4, to).Bind(5, sum.Count).Bind(6, times.Count)
            .Bind(7, times.Percentile(0.5).ToMicroseconds()).Bind(8, times.Percentile(0.95).ToMicroseconds())
            .Bind(9, sum.Good).Bind(10, sum.Spam).Bind(11, sum.Late).Bind(12, sum.Lost).Bind(13, sum.Failed)
            .Bind(14, sum.Duplicate).Bind(15, sum.Unmeasured).Bind(16, sum.SumMicroseconds)
            .Bind(17, isTimed ? times.Minimum.ToMicroseconds() : null)
            .Bind(18, isTimed ? times.Maximum.ToMicroseconds() : null).Bind(19, times.ToOctets().AsSpan()).Run();
    }

    public const int HourLevel = 0;

    public const int DayLevel = 1;

    public const string Columns =
        "ok, spam, late, lost, failed, duplicate, unmeasured, sum_us, min_us, max_us, hist";
}

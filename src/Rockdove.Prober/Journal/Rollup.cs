namespace Rockdove.Prober;

/// <summary>What became of the probes of a pair in an hour or a day. Two of them can be added.</summary>
internal sealed class Rollup
{
    public long Good { get; private set; }

    public long Spam { get; private set; }

    public long Late { get; private set; }

    public long Lost { get; private set; }

    public long Failed { get; private set; }

    /// <summary>Those of <see cref="Good"/> that came more than once.</summary>
    public long Duplicate { get; private set; }

    /// <summary>Those that were not sent, or perhaps not. They are in no other figure.</summary>
    public long Unmeasured { get; private set; }

    /// <summary>The sum of all times, in microseconds.</summary>
    public long SumMicroseconds { get; private set; }

    public LatencyHistogram Times { get; private init; } = new();

    public long Count => Good + Spam + Late + Lost + Failed;

    public void Add(ProbeOutcome outcome, TimeSpan? delivery)
    {
        switch (outcome)
        {
            case ProbeOutcome.Delivered: Good++; break;
            case ProbeOutcome.Duplicate: Good++; Duplicate++; break;
            case ProbeOutcome.DeliveredSpam: Spam++; break;
            case ProbeOutcome.Late: Late++; break;
            case ProbeOutcome.Lost: Lost++; break;
            case ProbeOutcome.SkippedForBudget or ProbeOutcome.Unknown: Unmeasured++; break;
            default: Failed++; break;
        }

        if (delivery is not { } length)
            return;
        Times.Add(length);
        SumMicroseconds += length.ToMicroseconds();
    }

    public void Add(Rollup other)
    {
        Good += other.Good;
        Spam += other.Spam;
        Late += other.Late;
        Lost += other.Lost;
        Failed += other.Failed;
        Duplicate += other.Duplicate;
        Unmeasured += other.Unmeasured;
        SumMicroseconds += other.SumMicroseconds;
        Times.Add(other.Times);
    }

    /// <summary>Reads the columns of <see cref="RollupRows.Columns"/>.</summary>
    internal static Rollup Of(Sqlite.SqliteStatement row, int first) => new()
    {
        Good = row.Long(first),
        Spam = row.Long(first + 1),
        Late = row.Long(first + 2),
        Lost = row.Long(first + 3),
        Failed = row.Long(first + 4),
        Duplicate = row.Long(first + 5),
        Unmeasured = row.Long(first + 6),
        SumMicroseconds = row.Long(first + 7),
        Times = LatencyHistogram.FromOctets(
            row.Blob(first + 10), row.LengthOrNull(first + 8), row.LengthOrNull(first + 9)),
    };
}

namespace Rockdove.Prober;

/// <summary>
/// A time in which results count for nothing and nobody is told: work is being done, and whoever does it knows.
/// </summary>
public abstract record MaintenanceWindow
{
    /// <summary>Which accounts: pairs with one of them are left alone. <c>*</c> stands for any letters.</summary>
    public string Account { get; init; } = "*";

    /// <summary>Whether a pair is left alone at a moment.</summary>
    public bool Covers(ProbePair pair, DateTimeOffset at, TimeZoneInfo zone) =>
        Holds(at, zone) && (NamePattern.Matches(Account, pair.From) || NamePattern.Matches(Account, pair.To));

    protected abstract bool Holds(DateTimeOffset at, TimeZoneInfo zone);
}

/// <summary>Each day, by the clock on the wall; over midnight when it ends before it begins.</summary>
/// <param name="Start">The first moment.</param>
/// <param name="End">The first moment after.</param>
public sealed record DailyWindow(TimeOnly Start, TimeOnly End) : MaintenanceWindow
{
    protected override bool Holds(DateTimeOffset at, TimeZoneInfo zone) =>
        TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime).IsBetween(Start, End);
}

/// <summary>Once.</summary>
/// <param name="Start">The first moment.</param>
/// <param name="End">The first moment after.</param>
public sealed record OnceWindow(DateTimeOffset Start, DateTimeOffset End) : MaintenanceWindow
{
    protected override bool Holds(DateTimeOffset at, TimeZoneInfo zone) => at >= Start && at < End;
}

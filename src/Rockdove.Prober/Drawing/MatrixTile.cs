namespace Rockdove.Prober;

/// <summary>One cell as it is drawn.</summary>
/// <param name="Look">Its paint and shape.</param>
/// <param name="Number">The time in it; null when it has a word instead.</param>
/// <param name="Title">What it says to those who point at it.</param>
/// <param name="Description">The rest.</param>
internal sealed record MatrixTile(TileLook Look, string? Number, string Title, string Description)
{
    /// <summary>What is drawn as a line.</summary>
    public IReadOnlyList<TimeSpan?> History { get; init; } = [];

    /// <summary>True when a clock is not to be trusted.</summary>
    public bool HasClockMark { get; init; }

    /// <summary>Which part of it failed, where it stands for several; 0 elsewhere.</summary>
    public double FailedShare { get; init; }

    public static MatrixTile Of(MatrixCell? cell, ProbePair pair) => cell is null
        ? new MatrixTile(TileLook.NotMeasured, null, MatrixWords.Title(pair, "not measured"), "")
        : new MatrixTile(
            TileLook.Of(cell),
            TileLook.Of(cell).Word is null ? DurationText.Of(cell.Delivery!.Value, cell.Uncertainty) : null,
            MatrixWords.Title(pair, MatrixWords.State(cell)),
            MatrixWords.Details(cell))
        {
            History = cell.History,
            HasClockMark = (cell.Flags & (ProbeFlags.ClockOff | ProbeFlags.ClockStep)) != 0,
        };

    /// <summary>All pairs between two groups.</summary>
    public static MatrixTile Of(MatrixTally tally, ProbePair pair)
    {
        if (tally.Measured == 0)
            return new MatrixTile(TileLook.NotMeasured, null, MatrixWords.Title(pair, "not measured"), "");
        var look = tally.Arrived == 0 ? TileLook.Failed
            : tally.Median is { } median ? TileLook.Delivered[LatencyClass.Of(median)]
            : TileLook.Untimed;
        return new MatrixTile(
            look,
            look.Word is null ? DurationText.Of(tally.Median!.Value) : null,
            MatrixWords.Title(pair, MatrixWords.Summary(tally)),
            "")
        {
            FailedShare = (double)tally.Failed / tally.Measured,
        };
    }
}

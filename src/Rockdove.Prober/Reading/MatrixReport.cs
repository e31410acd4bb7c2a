namespace Rockdove.Prober;

/// <summary>A matrix in words and seconds, as JSON has it.</summary>
public sealed record MatrixReport(
    DateTimeOffset At,
    DateTimeOffset? Since,
    IReadOnlyList<MatrixAccount> Accounts,
    IReadOnlyList<MatrixReportCell> Cells,
    IReadOnlyList<MatrixReportBlame> Blame)
{
    public static MatrixReport Of(MatrixPicture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return new(
            picture.At,
            picture.Since,
            picture.Accounts,
            [.. picture.Cells.Select(MatrixReportCell.Of)],
            [.. picture.Blame.Select(MatrixReportBlame.Of)]);
    }
}

/// <summary>A pair.</summary>
public sealed record MatrixReportCell(string From, string To, string State, string? Outcome)
{
    public double? DeliverySeconds { get; init; }

    public double? UncertaintySeconds { get; init; }

    public double? AgeSeconds { get; init; }

    public double? MedianSeconds { get; init; }

    /// <summary>The last deliveries, oldest first; null where one failed.</summary>
    public IReadOnlyList<double?> History { get; init; } = [];

    public string? Stage { get; init; }

    public int? Code { get; init; }

    public string? Error { get; init; }

    public IReadOnlyList<string> Flags { get; init; } = [];

    internal static MatrixReportCell Of(MatrixCell cell) => new(
        cell.Pair.From,
        cell.Pair.To,
        ProbeNames.Of(cell.State),
        cell.Outcome is { } outcome ? ProbeNames.Of(outcome) : null)
    {
        DeliverySeconds = cell.Delivery?.TotalSeconds,
        UncertaintySeconds = cell.Uncertainty?.TotalSeconds,
        AgeSeconds = cell.Age?.TotalSeconds,
        MedianSeconds = cell.Median?.TotalSeconds,
        History = [.. cell.History.Select(length => length?.TotalSeconds)],
        Stage = cell.Failure is { } failure ? ProbeNames.Of(failure.Stage) : null,
        Code = cell.Failure?.Code,
        Error = cell.Failure?.Text,
        Flags = EntryRows.Words(cell.Flags),
    };
}

/// <summary>Who is at fault.</summary>
/// <param name="Kind"><c>sender</c>, <c>receiver</c>, <c>account</c>, <c>pair</c> or <c>prober</c>.</param>
/// <param name="From">The sender.</param>
/// <param name="To">The receiver.</param>
/// <param name="Failed">How many cells failed.</param>
/// <param name="Measured">How many have a verdict.</param>
public sealed record MatrixReportBlame(string Kind, string? From, string? To, int Failed, int Measured)
{
    internal static MatrixReportBlame Of(BlameFinding finding) => new(
        AlertSubject.Word(finding.Kind), finding.From, finding.To, finding.Failed, finding.Measured);
}

namespace Rockdove.Prober;

/// <summary>What a cell counts as in sums.</summary>
internal enum MatrixVerdict : byte
{
    /// <summary>Nothing is known: it is under way, was not sent, or nobody measured.</summary>
    None,

    /// <summary>It came as it should.</summary>
    Good,

    /// <summary>It came, and not as it should: among the spam, late, more than once.</summary>
    Flawed,

    /// <summary>It did not come.</summary>
    Failed,
}

/// <summary>Reads verdicts off cells.</summary>
internal static class MatrixVerdicts
{
    public static MatrixVerdict Of(MatrixCell cell) => cell.State != ProbeState.Resolved
        ? MatrixVerdict.None
        : cell.Outcome switch
        {
            ProbeOutcome.Delivered => MatrixVerdict.Good,
            ProbeOutcome.DeliveredSpam or ProbeOutcome.Late or ProbeOutcome.Duplicate => MatrixVerdict.Flawed,
            null or ProbeOutcome.SkippedForBudget or ProbeOutcome.Unknown => MatrixVerdict.None,
            _ => MatrixVerdict.Failed,
        };
}

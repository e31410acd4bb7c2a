namespace Rockdove.Storage;

/// <summary>What became of one <see cref="IMailStore.StoreFlagsAsync"/>.</summary>
public sealed record FlagResult
{
    /// <summary>The mailbox's HIGHESTMODSEQ when the change was done.</summary>
    public required ModSequence HighestModSequence { get; init; }

    /// <summary>
    /// The mailbox's HIGHESTMODSEQ before it: whoever knew everything up to there knows with <see cref="Stored"/>
    /// everything again.
    /// </summary>
    public required ModSequence PreviousModSequence { get; init; }

    /// <summary>
    /// The messages that now are as the change wants them, ascending: those that were so before keep their
    /// mod-sequence (RFC 7162 section 3.1.11), the others share a new one.
    /// </summary>
    public required IReadOnlyList<FlagRow> Stored { get; init; }

    /// <summary>
    /// Left alone since they have changed since the stated mod-sequence: MODIFIED, RFC 7162 section 3.1.3.
    /// </summary>
    public UidSet Modified { get; init; } = UidSet.Empty;

    /// <summary>Left alone since they would have more than <see cref="FlagSet.MaximumKeywords"/> keywords.</summary>
    public UidSet Overfull { get; init; } = UidSet.Empty;
}

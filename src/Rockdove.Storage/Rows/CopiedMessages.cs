namespace Rockdove.Storage;

/// <summary>
/// What one copy or move did, as COPYUID tells it (RFC 4315 section 3): the n-th of one set has become the n-th of the
/// other. Both are empty if nothing was there to copy; COPYUID is then not sent.
/// </summary>
public sealed record CopiedMessages
{
    /// <summary>Of the target.</summary>
    public required uint UidValidity { get; init; }

    /// <summary>What was found in the source.</summary>
    public required UidSet Source { get; init; }

    /// <summary>Where it lies in the target.</summary>
    public required UidSet Target { get; init; }

    /// <summary>
    /// The source's HIGHESTMODSEQ when it was done (RFC 7162 section 3.2.10); none if there is no such mailbox.
    /// </summary>
    public required ModSequence SourceModSequence { get; init; }

    /// <summary>The target's HIGHESTMODSEQ when it was done.</summary>
    public required ModSequence TargetModSequence { get; init; }
}

namespace Rockdove.Storage;

/// <summary>
/// Everything that happened in a mailbox after one moment and up to another, as one consistent picture
/// (RFC 7162 section 3.2.5).
/// </summary>
public sealed record MailboxChanges
{
    /// <summary>The moment up to which this tells: ask from here the next time.</summary>
    public required ModSequence HighestModSequence { get; init; }

    public required Uid UidNext { get; init; }

    /// <summary>Messages that came or whose flags changed, as they are now; ascending by <see cref="Uid"/>.</summary>
    public required IReadOnlyList<FlagRow> Changed { get; init; }

    /// <summary>
    /// Messages that are gone. A store may forget old expunges; if it no longer knows, this is every identifier below
    /// UIDNEXT that the mailbox does not have (RFC 7162 sections 3.2.6 and 5.3). Whoever reports them first intersects
    /// them with what the session knew.
    /// </summary>
    public required UidSet Expunged { get; init; }
}

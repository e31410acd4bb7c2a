namespace Rockdove.Storage;

/// <summary>What became of one <see cref="IMailStore.RenameMailboxAsync"/>.</summary>
/// <param name="Outcome">Anything but <see cref="RenameOutcome.Renamed"/> has changed nothing.</param>
/// <param name="Renamed">The mailboxes that have other names now, in the order of those; empty if none has.</param>
public sealed record MailboxRenaming(RenameOutcome Outcome, IReadOnlyList<RenamedMailbox> Renamed);

/// <summary>A mailbox that has another name now. Everything else about it is as it was.</summary>
public readonly record struct RenamedMailbox(MailboxId Id, MailboxName From, MailboxName To);

/// <summary>Whether mailboxes were renamed, or why not.</summary>
public enum RenameOutcome : byte
{
    Renamed,

    /// <summary>Neither the name nor one below it exists: <c>NO [NONEXISTENT]</c>.</summary>
    NotFound,

    /// <summary>A mailbox has one of the new names: <c>NO [ALREADYEXISTS]</c>.</summary>
    Taken,

    /// <summary>
    /// One of the names is INBOX, which cannot be renamed; or the new name lies below the old one, or is the same:
    /// <c>NO [CANNOT]</c>.
    /// </summary>
    Impossible,

    /// <summary>
    /// A new name would be longer than <see cref="MailboxName.MaximumLength"/>: <c>NO [CANNOT]</c>.
    /// </summary>
    TooLong,
}

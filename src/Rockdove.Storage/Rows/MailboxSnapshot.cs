namespace Rockdove.Storage;

/// <summary>A mailbox at one moment; later changes do not show in it.</summary>
/// <remarks>
/// Sequence numbers are the places of <see cref="Uids"/>, from 1. To follow the mailbox from here, watch
/// <see cref="IMailStore.Changes"/> and ask <see cref="IMailStore.ChangesSinceAsync"/> with the snapshot's
/// mod-sequence.
/// </remarks>
public sealed record MailboxSnapshot(MailboxStatus Status, UidSet Uids);

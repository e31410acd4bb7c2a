namespace Rockdove.Storage;

/// <summary>A hint that a mailbox has changed, at least up to this mod-sequence. The store has the truth.</summary>
public readonly record struct MailboxChange(MailboxId Mailbox, ModSequence ModSequence);

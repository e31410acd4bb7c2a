namespace Rockdove.Storage;

/// <summary>One message in one mailbox, by its identifier there.</summary>
public readonly record struct MessageEntry(MailboxId Mailbox, Uid Uid);

namespace Rockdove.Storage;

/// <summary>The mailbox of a name, and whether this call made it.</summary>
public readonly record struct CreatedMailbox(MailboxId Id, bool IsNew);

namespace Rockdove.Storage;

/// <summary>Where a message shall lie, and how it looks there.</summary>
public readonly record struct Placement(MailboxId Mailbox, DateTimeOffset InternalDate, FlagSet Flags = default);

namespace Rockdove.Imap;

/// <summary>
/// OBJECTID (RFC 8474): identifiers of mailboxes, messages and threads that outlive names and copies. The handler must
/// give <see cref="OpenedMailbox.MailboxId"/>, <see cref="StatusData.MailboxId"/> and, with OK to CREATE,
/// <see cref="ImapCodes.MailboxId"/>.
/// </summary>
public sealed class ObjectId() : ImapExtension("OBJECTID");

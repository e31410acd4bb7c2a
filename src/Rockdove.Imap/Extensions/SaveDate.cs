namespace Rockdove.Imap;

/// <summary>SAVEDATE (RFC 8514): when a message came into the mailbox that it is in.</summary>
public sealed class SaveDate() : ImapExtension("SAVEDATE");

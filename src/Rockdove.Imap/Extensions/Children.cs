namespace Rockdove.Imap;

/// <summary>CHILDREN (RFC 3348): LIST tells whether a mailbox has others below it.</summary>
public sealed class Children() : ImapExtension("CHILDREN");

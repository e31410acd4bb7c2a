namespace Rockdove.Imap;

/// <summary>SPECIAL-USE (RFC 6154): LIST tells what a mailbox is for.</summary>
public sealed class SpecialUse() : ImapExtension("SPECIAL-USE");

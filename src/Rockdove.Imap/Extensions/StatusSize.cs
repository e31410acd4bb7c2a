namespace Rockdove.Imap;

/// <summary>STATUS=SIZE (RFC 8438): how many octets a mailbox has.</summary>
public sealed class StatusSize() : ImapExtension("STATUS=SIZE");

namespace Rockdove.Imap;

/// <summary>BINARY (RFC 3516): parts without their transfer encoding, and messages that may hold NUL.</summary>
public sealed class Binary() : ImapExtension("BINARY");

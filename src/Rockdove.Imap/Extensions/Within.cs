namespace Rockdove.Imap;

/// <summary>WITHIN (RFC 5032): SEARCH with OLDER and YOUNGER, in seconds before now.</summary>
public sealed class Within() : ImapExtension("WITHIN");

namespace Rockdove.Imap;

/// <summary>ESEARCH (RFC 4731): SEARCH with RETURN.</summary>
public sealed class Esearch() : ImapExtension("ESEARCH");

namespace Rockdove.Imap;

/// <summary>LIST-EXTENDED (RFC 5258): LIST with options and several patterns.</summary>
public sealed class ListExtended() : ImapExtension("LIST-EXTENDED");

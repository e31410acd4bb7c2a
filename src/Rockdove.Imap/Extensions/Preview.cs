namespace Rockdove.Imap;

/// <summary>PREVIEW (RFC 8970): the first words of a message, which the handler has.</summary>
public sealed class Preview() : ImapExtension("PREVIEW");

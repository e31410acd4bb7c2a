namespace Rockdove.Imap;

/// <summary>
/// INPROGRESS (RFC 9585): a command that takes long says how far it is. The handler tells with
/// <see cref="ImapServerEngine.TellProgress"/>.
/// </summary>
public sealed class InProgress() : ImapExtension("INPROGRESS");

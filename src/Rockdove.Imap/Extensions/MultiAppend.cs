namespace Rockdove.Imap;

/// <summary>
/// MULTIAPPEND (RFC 3502): one APPEND brings several messages, and all are kept or none. The handler must know
/// <see cref="AppendQuestion.Index"/> and <see cref="MessageQuestion.All"/>.
/// </summary>
public sealed class MultiAppend() : ImapExtension("MULTIAPPEND");

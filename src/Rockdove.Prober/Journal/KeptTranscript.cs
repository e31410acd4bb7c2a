namespace Rockdove.Prober;

/// <summary>What was said in one session.</summary>
/// <param name="Protocol"><c>smtp</c>, <c>imap</c> or <c>pop3</c>.</param>
/// <param name="Started">When it began.</param>
/// <param name="Server">Whom it was with, as name and port.</param>
/// <param name="Text">The transcript, with secrets hidden.</param>
/// <param name="IsFailure">True for a session that failed: those are always kept, others by sampling.</param>
public sealed record KeptTranscript(
    string Protocol, DateTimeOffset Started, string Server, ReadOnlyMemory<byte> Text, bool IsFailure);

/// <summary>How far a folder has been read.</summary>
/// <param name="UidValidity">The folder's, at that time.</param>
/// <param name="NextUid">The first UID that was not there yet.</param>
public sealed record FolderCursor(uint UidValidity, uint NextUid);

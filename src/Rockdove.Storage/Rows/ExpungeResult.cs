namespace Rockdove.Storage;

/// <summary>What one expunge removed, and the mailbox's HIGHESTMODSEQ when it was done.</summary>
public readonly record struct ExpungeResult(UidSet Expunged, ModSequence HighestModSequence);

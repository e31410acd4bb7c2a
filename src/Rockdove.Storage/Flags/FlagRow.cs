namespace Rockdove.Storage;

/// <summary>The flags of one message in one mailbox, and the change that made them so.</summary>
public readonly record struct FlagRow(Uid Uid, ModSequence ModSequence, FlagSet Flags);

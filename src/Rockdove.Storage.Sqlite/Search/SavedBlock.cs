namespace Rockdove.Storage.Sqlite;

/// <summary>A block on the disk. An open one is what was saved of a block that is being filled.</summary>
internal readonly record struct SavedBlock(long Number, BlockShape Shape, bool IsOpen);

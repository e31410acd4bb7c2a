namespace Rockdove.Storage.Sqlite;

/// <summary>A block on the disk. An open one is what was saved of a block that is being filled.</summary>
/// <param name="Number">Under which it is there.</param>
/// <param name="Shape">How large it is.</param>
/// <param name="IsOpen">Whether it is not full.</param>
/// <param name="First">The key of its first message.</param>
/// <param name="Last">The key of its last one.</param>
internal readonly record struct SavedBlock(long Number, BlockShape Shape, bool IsOpen, long First, long Last);

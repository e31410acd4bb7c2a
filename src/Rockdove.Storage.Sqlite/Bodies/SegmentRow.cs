namespace Rockdove.Storage.Sqlite;

/// <summary>A segment that messages refer to.</summary>
/// <param name="Number">Names the file. Never used twice.</param>
/// <param name="Bytes">Where its last committed record ends.</param>
/// <param name="IsShared">Whether more may be appended; a large body has a segment of its own.</param>
internal readonly record struct SegmentRow(long Number, long Bytes, bool IsShared);

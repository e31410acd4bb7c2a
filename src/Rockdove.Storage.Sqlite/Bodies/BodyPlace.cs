namespace Rockdove.Storage.Sqlite;

/// <summary>
/// Where a body lies: in which segment, at which offset its record begins, and how long it is itself.
/// </summary>
internal readonly record struct BodyPlace(long Segment, long Offset, long Bytes)
{
    /// <summary>Where the next record begins.</summary>
    public long End => Offset + RecordHeader.Bytes + Bytes;
}

namespace Rockdove.Storage.Sqlite;

/// <summary>What a compaction has done.</summary>
/// <param name="Segments">Segments that are gone.</param>
/// <param name="MovedBodies">Bodies that lie elsewhere now.</param>
/// <param name="MovedBytes">Octets of their records.</param>
/// <param name="ReclaimedBytes">Octets of disk given back: those of the segments, without what was moved.</param>
/// <param name="KeptSegments">Segments that hold damaged bodies, which are left where they are.</param>
public readonly record struct CompactionResult(
    long Segments, long MovedBodies, long MovedBytes, long ReclaimedBytes, long KeptSegments);

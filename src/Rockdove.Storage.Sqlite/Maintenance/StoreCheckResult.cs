namespace Rockdove.Storage.Sqlite;

/// <summary>What a check found.</summary>
public sealed record StoreCheckResult
{
    /// <summary>Everything that is wrong; nothing if the store is sound.</summary>
    public required IReadOnlyList<StoreDamage> Damage { get; init; }

    /// <summary>Bodies looked at, of messages and blobs.</summary>
    public required long Bodies { get; init; }

    /// <summary>Octets of those.</summary>
    public required long Bytes { get; init; }

    /// <summary>
    /// Octets in segments that belong to no message: compaction gives them back. Rubbish, not damage.
    /// </summary>
    public required long RubbishBytes { get; init; }

    /// <summary>
    /// Segments that no row refers to, as a crash between body and rows leaves them. Rubbish, not damage.
    /// </summary>
    public required IReadOnlyList<string> UnusedSegments { get; init; }

    /// <summary>Files in the folder that are none of the store's, which were not looked at.</summary>
    public required IReadOnlyList<string> OtherFiles { get; init; }

    /// <summary>Bodies that are noted as damaged from now on, so that nobody reads them for right.</summary>
    public required long Quarantined { get; init; }

    /// <summary>Bodies that were noted as damaged and are right, such as after a segment was put back.</summary>
    public required long Released { get; init; }

    public bool IsSound => Damage.Count == 0;
}

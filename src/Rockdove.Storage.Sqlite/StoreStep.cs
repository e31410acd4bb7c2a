namespace Rockdove.Storage.Sqlite;

/// <summary>
/// The moments of a commit at which a crash leaves different things on the disk, in their order. A message may be
/// acknowledged from <see cref="RowsCommitted"/> on.
/// </summary>
public enum StoreStep
{
    /// <summary>
    /// A body that is too large for memory is in a file of its own, synced, still under a passing name.
    /// </summary>
    LargeBodySynced,

    /// <summary>That file is a segment.</summary>
    LargeBodyNamed,

    /// <summary>The writer has taken a batch.</summary>
    BatchTaken,

    /// <summary>The small bodies of the batch are written and not synced.</summary>
    BodiesWritten,

    /// <summary>They are synced. No row refers to them.</summary>
    BodiesSynced,

    /// <summary>The rows are written and the transaction is open.</summary>
    RowsWritten,

    /// <summary>The transaction is on the disk. Nobody has been told.</summary>
    RowsCommitted,

    /// <summary>The same, and compaction moved bodies in it: each is on the disk twice.</summary>
    BodiesMoved,

    /// <summary>Everybody in the batch has been told.</summary>
    BatchTold,

    /// <summary>Segments that nobody refers to any more were removed.</summary>
    SegmentsRemoved,

    /// <summary>Not of a commit: a part of the index for searches is written and the transaction is open.</summary>
    IndexWritten,

    /// <summary>Nor this: the transaction of the index is done.</summary>
    IndexSaved,
}

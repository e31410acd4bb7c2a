namespace Rockdove.Storage.Sqlite;

/// <summary>Something that whoever runs the store should know, or may want to.</summary>
/// <param name="Kind">Of what kind it is.</param>
/// <param name="Text">One or two sentences.</param>
public readonly record struct StoreNotice(StoreNoticeKind Kind, string Text)
{
    /// <summary>Whether it is about trouble, now or to come.</summary>
    public bool IsTrouble => Kind >= StoreNoticeKind.Recovered;

    public override string ToString() => Text;
}

/// <summary>What a <see cref="StoreNotice"/> is about.</summary>
public enum StoreNoticeKind
{
    /// <summary>The store is open: which SQLite, and where.</summary>
    Opened,

    /// <summary>Compaction gave something back.</summary>
    Compacted,

    /// <summary>A crash left something that was put right. Nothing acknowledged is lost.</summary>
    Recovered,

    /// <summary>Mail cannot be read: a segment is missing, or a body is not what was written.</summary>
    Damaged,

    /// <summary>Something that is not urgent did not work, and will be tried again.</summary>
    Postponed,

    /// <summary>The disk failed: the store takes nothing more until it is opened again.</summary>
    Failed,
}

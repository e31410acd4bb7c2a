namespace Rockdove.Storage.Sqlite;

/// <summary>
/// Looks at everything in a store that no process has open: SQLite's own check, the rows among each other, and each
/// body against its record's CRC-32C and its row's SHA-256.
/// </summary>
/// <param name="folder">The store's folder.</param>
public sealed class SqliteStoreCheck(string folder)
{
    /// <summary>Looks at where bodies are and at the headers of their records, and not at the bodies.</summary>
    public bool Quick { get; init; }

    /// <summary>
    /// Notes damaged bodies in their rows, so that nobody reads them for right and compaction leaves them, and takes
    /// such notes from bodies that are right. Otherwise a check changes nothing.
    /// </summary>
    public bool Quarantine { get; init; }

    /// <summary>Told after each body.</summary>
    public Action<StoreCheckProgress>? Progress { get; init; }

    /// <exception cref="StoreInUseException">A process has the store open; says which.</exception>
    /// <exception cref="StoreException">It is no store, or of another version.</exception>
    /// <exception cref="OperationCanceledException">Nothing was changed.</exception>
    public StoreCheckResult Run(CancellationToken cancellationToken)
    {
        using var store = StoreFolder.OpenAlone(folder);
        var damage = new List<StoreDamage>();
        var rows = new RowCheck(store, damage);
        if (!rows.Run()) // SQLite itself finds its file broken: what it says of bodies is worth little.
            return Result(store, damage, null);
        var bodies = new BodyCheck(store, damage, Quick, Progress);
        bodies.Run(cancellationToken);
        if (Quarantine)
            bodies.Note();
        return Result(store, damage, bodies);
    }

    private static StoreCheckResult Result(StoreFolder store, List<StoreDamage> damage, BodyCheck? bodies) => new()
    {
        Damage = damage,
        Bodies = bodies?.Bodies ?? 0,
        Bytes = bodies?.Bytes ?? 0,
        RubbishBytes = bodies?.RubbishBytes ?? 0,
        UnusedSegments = bodies?.UnusedSegments ?? [],
        OtherFiles = [.. store.OtherFiles()],
        Quarantined = bodies?.Quarantined ?? 0,
        Released = bodies?.Released ?? 0,
    };
}

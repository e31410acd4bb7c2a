namespace Rockdove.Storage.Sqlite;

/// <summary>
/// Copies a store as it is at one moment, also while a process has it open and mail comes in. Backing up and restoring
/// are the same.
/// </summary>
/// <remarks>
/// The rows are copied at one moment by SQLite. Then come the segments they refer to, as far as they refer to them:
/// what was appended since is left, and nothing before it ever changes. If a segment went meanwhile, since all in it
/// was expunged or moved, the rows are copied once more. The copy is a store like any other, and is checked, body for
/// body, before it gets its name.
/// </remarks>
public sealed class SqliteStoreCopy
{
    /// <summary>Told as it goes; octets of the check that follows are not counted.</summary>
    public Action<StoreCopyProgress>? Progress { get; init; }

    /// <summary>Copies a store into a folder that is not there yet, or is empty.</summary>
    /// <param name="from">A store, which may be in use; or a backup, which is a store as well.</param>
    /// <param name="target">The folder of the copy.</param>
    /// <param name="cancellationToken">Leaves nothing behind.</param>
    /// <exception cref="StoreException">
    /// There is no store, or the target has something in it, or the store changes faster than it can be copied.
    /// </exception>
    public StoreCopyResult Run(string from, string target, CancellationToken cancellationToken)
    {
        using var store = StoreFolder.OpenBeside(from);
        return Copy(store, target, cancellationToken);
    }

    /// <summary>For whoever is about to put another store in the place of one.</summary>
    /// <exception cref="StoreInUseException">A process has it open; says which.</exception>
    public static void RequireUnused(string folder)
    {
        if (Directory.Exists(folder))
            new DirectoryLock(folder).Dispose();
    }

    private StoreCopyResult Copy(StoreFolder store, string target, CancellationToken token)
    {
        target = Path.GetFullPath(target);
        RequireNothing(target);
        var part = target + ".part";
        if (Directory.Exists(part))
            throw new StoreException($"{part} is there, from a copy that was interrupted: remove it first.");
        try
        {
            Directory.CreateDirectory(Path.Combine(part, "bodies"));
            var copy = new StoreCopy(store, part, Progress);
            copy.Run(token);
            var check = new SqliteStoreCheck(part).Run(token);
            File.Delete(Path.Combine(part, "lock"));
            File.Delete(Path.Combine(part, "lock.pid"));
            copy.Sync();
            if (Directory.Exists(target))
                Directory.Delete(target); // Empty, as was seen.
            Directory.Move(part, target);
            SystemFiles.Instance.SyncFolder(Path.GetDirectoryName(target)!);
            return new(check.Bodies, copy.Bytes, copy.OtherFiles, copy.LeftOut, check.Damage);
        }
        catch (Exception error)
        {
            if (Directory.Exists(part))
                Directory.Delete(part, recursive: true);
            if (error is IOException or UnauthorizedAccessException)
                throw new StoreException($"{target} cannot be written: {error.Message}", error);
            throw;
        }
    }

    private static void RequireNothing(string target)
    {
        if (File.Exists(target) || Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
            throw new StoreException($"{target} has something in it: name another folder.");
    }
}

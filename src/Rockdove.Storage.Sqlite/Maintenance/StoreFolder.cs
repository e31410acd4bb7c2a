namespace Rockdove.Storage.Sqlite;

/// <summary>The files of a store that no process may be writing to: for checking, backing up and restoring.</summary>
internal sealed class StoreFolder : IDisposable
{
    private readonly DirectoryLock? _lock;

    private StoreFolder(string path, DirectoryLock? held)
    {
        Path = path;
        _lock = held;
        try
        {
            Connection = new(Database);
            Schema.Require(Connection, Database);
            Connection.Execute("PRAGMA query_only = ON; PRAGMA wal_autocheckpoint = 0");
        }
        catch
        {
            Connection?.Dispose();
            held?.Dispose();
            throw;
        }
    }

    public string Path { get; }

    public SqliteConnection Connection { get; }

    public string Database => System.IO.Path.Combine(Path, "meta.db");

    public string Bodies => System.IO.Path.Combine(Path, "bodies");

    /// <summary>Opens a store alone.</summary>
    /// <exception cref="StoreInUseException">A process has it open; says which.</exception>
    /// <exception cref="StoreException">It is no store, or of another version.</exception>
    public static StoreFolder OpenAlone(string path)
    {
        path = Existing(path);
        return new(path, new(path));
    }

    /// <summary>Opens a store for reading rows, whoever else has it open.</summary>
    /// <exception cref="StoreException">It is no store, or of another version.</exception>
    public static StoreFolder OpenBeside(string path) => new(Existing(path), null);

    /// <exception cref="StoreException">There is no store.</exception>
    public static string Existing(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        return File.Exists(System.IO.Path.Combine(path, "meta.db"))
            ? path
            : throw new StoreException($"{path} is no store: there is no meta.db in it.");
    }

    public string SegmentPath(long number) => SegmentFolder.PathIn(Bodies, number);

    /// <summary>What lies in the folder and is none of the store's.</summary>
    public IEnumerable<string> OtherFiles() => Directory.EnumerateFileSystemEntries(Path)
        .Select(path => System.IO.Path.GetFileName(path))
        .Where(name => name is not ("meta.db" or "meta.db-wal" or "meta.db-shm" or "lock" or "lock.pid" or "bodies"
            or "staging"))
        .Order(StringComparer.Ordinal);

    public (long Count, long Bytes) SegmentsOnDisk()
    {
        var (count, bytes) = (0L, 0L);
        foreach (var file in new DirectoryInfo(Bodies).EnumerateFiles("*.seg"))
            (count, bytes) = (count + 1, bytes + file.Length);
        return (count, bytes);
    }

    public long DatabaseBytes() => new DirectoryInfo(Path).EnumerateFiles("meta.db*").Sum(file => file.Length);

    public void Dispose()
    {
        Connection.Dispose();
        _lock?.Dispose();
    }
}

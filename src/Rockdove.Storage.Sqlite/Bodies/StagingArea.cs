using System.Globalization;

namespace Rockdove.Storage.Sqlite;

/// <summary>
/// What the messages that are just arriving share: a bounded amount of memory, a folder for those that are large, and a
/// look at how full the disk is.
/// </summary>
internal sealed class StagingArea(
    IFileLayer files, string folder, SegmentFolder segments, SqliteStoreOptions options, Action<StoreStep> step)
{
    private long _lastFile, _reserved, _freeAt, _free;

    public int SpillBytes => options.SpillBytes;

    /// <summary>Removes what a crash left: nobody was told that it is kept.</summary>
    public void Clear()
    {
        files.CreateFolder(folder);
        foreach (var name in files.List(folder))
            files.Delete(Path.Combine(folder, name));
    }

    /// <exception cref="StoreFullException">The disk has too little left for a message of that size.</exception>
    public void RequireRoom(long bytes)
    {
        var now = options.Time.GetTimestamp();
        if (Volatile.Read(ref _freeAt) is var then
            && (then == 0 || options.Time.GetElapsedTime(then, now) >= FreeIsKnownFor))
        {
            Volatile.Write(ref _free, files.FreeBytes(folder));
            Volatile.Write(ref _freeAt, now);
        }
        var free = Volatile.Read(ref _free);
        if (free - options.KeptFreeBytes < bytes)
        {
            throw new StoreFullException($"No room for {bytes} bytes: the disk of {folder} has {free} left, "
                + $"of which {options.KeptFreeBytes} are kept free.");
        }
    }

    public bool TryReserve(int bytes)
    {
        if (Interlocked.Add(ref _reserved, bytes) <= options.StagedMemoryBytes)
            return true;
        Release(bytes);
        return false;
    }

    /// <summary>For what is needed whatever the limit says: a header.</summary>
    public void Reserve(int bytes) => Interlocked.Add(ref _reserved, bytes);

    public void Release(int bytes) => Interlocked.Add(ref _reserved, -bytes);

    public (IFile File, string Path) Create()
    {
        var number = Interlocked.Increment(ref _lastFile);
        var path = Path.Combine(folder, number.ToString(CultureInfo.InvariantCulture) + ".tmp");
        return (files.Create(path), path);
    }

    public void Delete(string path) => files.Delete(path);

    /// <summary>
    /// Syncs a file and makes it a segment. Not on the writer's thread: the others need not wait for it.
    /// </summary>
    /// <exception cref="IOException">It is not known what is on the disk.</exception>
    public long Adopt(IFile file, string path)
    {
        file.Sync();
        step(StoreStep.LargeBodySynced);
        var number = segments.Adopt(path);
        step(StoreStep.LargeBodyNamed);
        return number;
    }

    public void DeleteSegment(long number) => segments.Delete(number);

    /// <summary>How long a look at the disk counts: a full disk fills no faster than the kept bytes go.</summary>
    private static readonly TimeSpan FreeIsKnownFor = TimeSpan.FromMilliseconds(100);
}

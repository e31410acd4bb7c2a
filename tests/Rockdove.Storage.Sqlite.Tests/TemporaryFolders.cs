namespace Rockdove.Storage.Sqlite.Tests;

/// <summary>Folders of this run. They go when the run ends.</summary>
internal static class TemporaryFolders
{
    private static readonly string Disk = Directory.CreateTempSubdirectory("rockdove-store-").FullName;

    // Where syncs cost nothing: for what simulates the disk anyway. Elsewhere than on Linux it is only slower.
    private static readonly string Memory = Directory.Exists("/dev/shm")
        ? Directory.CreateDirectory($"/dev/shm/{Path.GetFileName(Disk)}").FullName
        : Disk;

    private static int _count;

    static TemporaryFolders() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        Directory.Delete(Disk, recursive: true);
        if (Memory != Disk)
            Directory.Delete(Memory, recursive: true);
    };

    /// <summary>A folder that does not exist yet and that nobody else has, on a disk.</summary>
    public static string New() => Path.Combine(Disk, $"{Interlocked.Increment(ref _count)}");

    /// <summary>The same, in memory where that can be had.</summary>
    public static string InMemory() => Path.Combine(Memory, $"{Interlocked.Increment(ref _count)}");

    /// <summary>A copy, in memory where that can be had, of all but a lock that somebody may hold.</summary>
    public static string CopyOf(string folder)
    {
        var copy = InMemory();
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (Path.GetFileName(path) == "lock")
                continue;
            var target = Path.Combine(copy, Path.GetRelativePath(folder, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target);
        }
        return copy;
    }
}

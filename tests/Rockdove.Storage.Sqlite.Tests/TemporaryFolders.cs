namespace Rockdove.Storage.Sqlite.Tests;

/// <summary>Folders of this run, on the disk that the system keeps temporary files on. They go when the run ends.</summary>
internal static class TemporaryFolders
{
    private static readonly string Root = Directory.CreateTempSubdirectory("rockdove-store-").FullName;
    private static int _count;

    static TemporaryFolders() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Root, recursive: true);

    /// <summary>A folder that does not exist yet and that nobody else has.</summary>
    public static string New() => Path.Combine(Root, $"{Interlocked.Increment(ref _count)}");
}

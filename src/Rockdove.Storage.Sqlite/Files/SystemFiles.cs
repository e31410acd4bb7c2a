namespace Rockdove.Storage.Sqlite;

/// <summary>The file system of the machine.</summary>
internal sealed class SystemFiles : IFileLayer
{
    public static readonly SystemFiles Instance = new();

    private SystemFiles()
    {
    }

    public IFile Create(string path) => new SystemFile(path, FileMode.CreateNew, FileAccess.ReadWrite);

    public IFile Open(string path, bool forWriting) =>
        new SystemFile(path, FileMode.Open, forWriting ? FileAccess.ReadWrite : FileAccess.Read);

    public bool Exists(string path) => File.Exists(path);

    public IReadOnlyList<string> List(string folder) =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path))] : [];

    public void CreateFolder(string path) => Directory.CreateDirectory(path);

    public void Rename(string from, string to)
    {
        try
        {
            File.Move(from, to);
        }
        catch (IOException error) when (DiskFullException.IsSaidBy(error))
        {
            throw new DiskFullException($"{to}: {error.Message}", error);
        }
    }

    public void Delete(string path) => File.Delete(path);

    public void SyncFolder(string path)
    {
        // Windows has no such call: NTFS journals its names.
        if (!OperatingSystem.IsWindows())
            Libc.SyncFolder(path);
    }

    public long FreeBytes(string folder) => new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
}

namespace Rockdove.Mailboxes;

internal sealed class EmlFolderSource(string folder) : IEmlSource
{
    private readonly string _root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;

    public IEnumerable<string> Names => Directory.EnumerateFiles(folder, "*", EveryFile)
        .Select(path => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/'))
        .Order(StringComparer.Ordinal);

    public Stream? Open(string name)
    {
        // An index is a stranger's: it may name nothing outside.
        var path = Path.GetFullPath(Path.Combine(folder, name));
        return path.StartsWith(_root, StringComparison.Ordinal) && File.Exists(path)
            ? ArchiveFiles.OpenRead(path)
            : null;
    }

    public DateTimeOffset DateOf(string name) => File.GetLastWriteTimeUtc(Path.Combine(folder, name));

    public string PathOf(string name) => Path.Combine(folder, name);

    public void Dispose()
    {
    }

    // Symbolic links are not followed: one could lead back.
    private static readonly EnumerationOptions EveryFile = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
        IgnoreInaccessible = false,
    };
}

namespace Rockdove.Cli;

/// <summary>
/// Where a result goes. It is made beside, under a passing name, and takes the place when it is whole; what was there
/// is moved aside and never overwritten.
/// </summary>
internal sealed class TargetPlace
{
    private readonly string _path;
    private readonly bool _isTaken;

    /// <exception cref="UsageException">Something is there, and nobody said that it may be replaced.</exception>
    public TargetPlace(string path, bool force)
    {
        _path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        _isTaken = File.Exists(_path)
            || Directory.Exists(_path) && Directory.EnumerateFileSystemEntries(_path).Any();
        if (_isTaken && !force)
        {
            throw new UsageException($"{path} has something in it; name another place, or give --force, "
                + $"which moves it to {Path.GetFileName(Old)}");
        }
        if (_isTaken && Exists(Old))
            throw new UsageException($"{Old} is there from before; remove or rename it first");
        if (Exists(Working))
            throw new UsageException($"{Working} is there from a run that was interrupted; remove it first");
    }

    /// <summary>Nothing is there yet.</summary>
    public string Working => _path + ".part";

    private string Old => _path + ".old";

    /// <summary>The result is whole.</summary>
    public void Take()
    {
        if (_isTaken)
            Move(_path, Old);
        else if (Directory.Exists(_path))
            Directory.Delete(_path); // Empty.
        Move(Working, _path);
    }

    /// <summary>There is no result: nothing stays of it.</summary>
    public void GiveUp()
    {
        if (Directory.Exists(Working))
            Directory.Delete(Working, recursive: true);
        else if (File.Exists(Working))
            File.Delete(Working);
    }

    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);

    private static void Move(string from, string to)
    {
        if (Directory.Exists(from))
            Directory.Move(from, to);
        else
            File.Move(from, to);
    }
}

namespace Rockdove.Cli;

/// <summary>Where the store of real people's mail lies: nobody else's business.</summary>
internal static class DataFolder
{
    /// <summary>Makes the folder for its owner alone, if there is none. One that is there stays as it is.</summary>
    public static void Prepare(string folder)
    {
        if (Directory.Exists(folder))
            return;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, OwnerAlone);
    }

    private const UnixFileMode OwnerAlone =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
}

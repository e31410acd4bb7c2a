namespace Rockdove.Prober;

/// <summary>The program of a command, as the system would find it.</summary>
internal static class CommandProgram
{
    /// <summary>
    /// The same words; a program with a slash in it gets its full path, since a prober is started in any folder. One
    /// without a slash is looked for by the system.
    /// </summary>
    public static IReadOnlyList<string> Rooted(IReadOnlyList<string> command, string folder) =>
        command is [var program, ..] && HasFolder(program)
            ? [Path.GetFullPath(program, Path.GetFullPath(folder)), .. command.Skip(1)]
            : command;

    /// <summary>Whether there is one that may be run.</summary>
    public static bool IsThere(string program)
    {
        if (HasFolder(program))
            return IsProgram(program);
        string[] folders =
        [
            AppContext.BaseDirectory, Environment.CurrentDirectory, // .NET looks there first.
            .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(
                Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
        ];
        return folders.Any(folder => IsProgram(Path.Combine(folder, program)));
    }

    private static bool HasFolder(string program) =>
        program.Contains(Path.DirectorySeparatorChar) || program.Contains(Path.AltDirectorySeparatorChar);

    private static bool IsProgram(string file) => OperatingSystem.IsWindows()
        ? File.Exists(file) || File.Exists(file + ".exe")
        : File.Exists(file) && (File.GetUnixFileMode(file) & Executable) != 0;

    private const UnixFileMode Executable =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
}

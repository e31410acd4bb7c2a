using System.Diagnostics;
using System.Text;

namespace Rockdove.Tidy.Tests;

/// <summary>Finds the repository that these tests were built from and reads it, once.</summary>
internal static class Repository
{
    private static readonly Lazy<Tree> Files = new(Read);

    /// <summary>The folder that holds <c>Rockdove.slnx</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>What is tracked, or would be after <c>git add</c>.</summary>
    public static Tree Tree => Files.Value;

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "Rockdove.slnx")))
                return folder;
        throw new InvalidOperationException(
            $"No Rockdove.slnx in {AppContext.BaseDirectory} or above it: run these tests from inside the repository.");
    }

    private static Tree Read() =>
        new((ListedByGit() ?? Walked()).Where(path => !IsBuilt(path)).Select(Load).OfType<TreeFile>());

    /// <summary>Null when there is no git, or no repository (a source archive).</summary>
    private static List<string>? ListedByGit()
    {
        var start = new ProcessStartInfo("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        try
        {
            using var git = Process.Start(start)!;
            git.ErrorDataReceived += (_, _) => { };
            git.BeginErrorReadLine();
            var paths = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return git.ExitCode == 0 ? [.. paths.Split('\0', StringSplitOptions.RemoveEmptyEntries).Distinct()] : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static IEnumerable<string> Walked() =>
        Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'));

    private static bool IsBuilt(string path) =>
        path.Split('/').SkipLast(1).Any(folder => BuiltFolders.Contains(folder));

    /// <summary>Null for a file that git still lists and that is gone from the disk.</summary>
    private static TreeFile? Load(string path)
    {
        var file = new FileInfo(Path.Combine(Root, path));
        if (!file.Exists)
            return null;
        if (file.Length > MostTextBytes)
            return new TreeFile(path, "");
        var octets = File.ReadAllBytes(file.FullName);
        return new TreeFile(path, octets.Contains((byte)0) ? "" : Encoding.UTF8.GetString(octets));
    }

    // Larger files are samples of mail or data; nobody writes rules into them.
    private const int MostTextBytes = 1 << 20;

    private static readonly HashSet<string> BuiltFolders =
        ["bin", "obj", "artifacts", "node_modules", "TestResults", "BenchmarkDotNet.Artifacts", ".git"];
}

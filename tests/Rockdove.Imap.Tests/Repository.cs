namespace Rockdove.Imap.Tests;

/// <summary>The files of the repository, for tests that hold a document to what is there.</summary>
internal static class Repository
{
    private static readonly string Root = FindRoot();

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static IEnumerable<string> FilesBelow(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories);

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Rockdove.slnx")))
                return folder;
        }

        throw new InvalidOperationException($"No Rockdove.slnx in {AppContext.BaseDirectory} or above it.");
    }
}

namespace Rockdove.Prober.Tests;

/// <summary>Where the repository is, for files that are compared and examples that are checked.</summary>
internal static class RepositoryFolder
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Rockdove.slnx")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No Rockdove.slnx in {AppContext.BaseDirectory} or above it.");
    }
}

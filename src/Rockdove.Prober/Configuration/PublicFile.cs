using Rockdove.Configuration;

namespace Rockdove.Prober;

/// <summary>Warns of passwords in files that others may read.</summary>
internal static class PublicFile
{
    /// <summary>Adds a sentence when the file that this stands in may be read by its group or by everybody.</summary>
    public static void Warn(string key, ConfigurationPlace place, List<string> warnings)
    {
        if (OperatingSystem.IsWindows() || place.Line == 0)
            return;
        var file = Path.Combine(place.Folder, Path.GetFileName(place.Name));
        if (File.Exists(file) && (File.GetUnixFileMode(file) & Others) != 0)
        {
            warnings.Add($"{place}: {key} stands in a file that others may read; take that away with chmod 600, or use "
                + "a passwordFile");
        }
    }

    /// <summary>The same of a file that is a secret and nothing else.</summary>
    public static void WarnOfSecret(string key, ConfigurationPlace place, string file, List<string> warnings)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & Others) != 0)
            warnings.Add($"{place}: {key} is a file that others may read; take that away with chmod 600 {file}");
    }

    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.OtherRead;
}

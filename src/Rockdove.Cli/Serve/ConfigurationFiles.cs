using System.Collections;
using Rockdove.Configuration;
using Rockdove.Daemon;

namespace Rockdove.Cli;

/// <summary>
/// Where a configuration comes from: files, or folders with <c>*.json</c> and <c>*.conf</c> in the order of their
/// names; then the environment; then the command line.
/// </summary>
/// <param name="Paths">Files and folders, in this order.</param>
/// <param name="Settings">Of the command line: <c>KEY=VALUE</c>.</param>
/// <param name="Prefix">What variables of the environment begin with that set a key.</param>
internal sealed record ConfigurationFiles(
    IReadOnlyList<string> Paths, IReadOnlyList<string> Settings, string Prefix = "ROCKDOVE__")
{
    /// <summary>Reads all of it, as it is now.</summary>
    /// <exception cref="ConfigurationException">It cannot be used.</exception>
    public DaemonConfiguration Read(Microsoft.Extensions.Logging.ILogger? log = null)
    {
        var (sources, folder) = Sources();
        return DaemonConfiguration.Read(sources, folder, log: log);
    }

    /// <summary>All sources as they are now, and the folder of the first file.</summary>
    /// <exception cref="ConfigurationException">A file cannot be read.</exception>
    public (IReadOnlyList<ConfigurationSource> Sources, string Folder) Sources()
    {
        var sources = new List<ConfigurationSource>();
        var mistakes = new List<ConfigurationMistake>();
        string? folder = null;
        foreach (var path in Paths)
        {
            try
            {
                foreach (var file in FilesOf(path))
                {
                    var place = Path.GetDirectoryName(Path.GetFullPath(file))!;
                    folder ??= place;
                    sources.Add(ConfigurationSource.File(File.ReadAllText(file), file, place));
                }
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                mistakes.Add(new(path, unreadable.Message));
            }
        }

        if (mistakes.Count > 0)
            throw new ConfigurationException(mistakes);
        sources.Add(ConfigurationSource.Values(Environment()));
        sources.Add(ConfigurationSource.Values(CommandLine()));
        return (sources, folder ?? ".");
    }

    private static List<string> FilesOf(string path)
    {
        if (!Directory.Exists(path))
            return [path];
        var files = Directory.EnumerateFiles(path)
            .Where(file => Path.GetExtension(file) is ".json" or ".conf")
            .Order(StringComparer.Ordinal).ToList();
        return files.Count > 0
            ? files
            : throw new IOException($"There is no *.json and no *.conf in the folder '{path}'.");
    }

    private IEnumerable<(string Path, string Value, string Place)> Environment()
    {
        var variables = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(entry => (Name: (string)entry.Key, Value: (string?)entry.Value ?? ""))
            .Where(variable => variable.Name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            .OrderBy(variable => variable.Name, StringComparer.Ordinal);
        foreach (var (name, value) in variables)
        {
            yield return (
                name[Prefix.Length..].Replace("__", ":", StringComparison.Ordinal), value,
                $"the environment variable {name}");
        }
    }

    private IEnumerable<(string Path, string Value, string Place)> CommandLine()
    {
        foreach (var setting in Settings)
        {
            var equals = setting.IndexOf('=', StringComparison.Ordinal);
            yield return (setting[..equals], setting[(equals + 1)..], $"--set {setting[..equals]}");
        }
    }
}

using Rockdove.Configuration;
using Rockdove.Prober;

namespace Rockdove.Cli;

/// <summary>Finds the configuration of the prober.</summary>
internal static class PingConfigurationFile
{
    /// <summary>Reads the files that were named, or the first that is there of <see cref="Usual"/>.</summary>
    /// <exception cref="ConfigurationException">It cannot be used.</exception>
    public static ProberConfiguration Read(IReadOnlyList<string> paths, IReadOnlyList<string> settings)
    {
        var found = paths.Count > 0 ? paths : [.. Usual.Where(File.Exists).Take(1)];
        if (found.Count == 0)
        {
            throw new ConfigurationException([new("--config", $"there is none of {string.Join(", ", Usual)}; name a "
                + "file with --config FILE")]);
        }

        var (sources, folder) = new ConfigurationFiles(found, settings, "ROCKDOVE_PING__").Sources();
        return ProberConfiguration.Read(sources, folder);
    }

    /// <summary>Ours first; then where maping looks.</summary>
    public static readonly string[] Usual = ["rockdove-ping.json", "config.json", "/etc/maping.json"];
}

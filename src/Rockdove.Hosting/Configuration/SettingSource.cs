using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace Rockdove.Hosting;

/// <summary>Where a value of the configuration came from, in words of the person who wrote it there.</summary>
internal static class SettingSource
{
    /// <summary><c> (from appsettings.json)</c>; empty when it is not known.</summary>
    public static string Of(string path, IConfigurationRoot? root)
    {
        // The last provider that has a value wins.
        var provider = root?.Providers.LastOrDefault(provider => provider.TryGet(path, out _));
        return provider switch
        {
            null => "",
            FileConfigurationProvider file => $" (from {file.Source.Path})",
            EnvironmentVariablesConfigurationProvider =>
                $" (from the environment variable {path.Replace(":", "__", StringComparison.Ordinal)})",
            CommandLineConfigurationProvider => " (from the command line)",
            _ => $" (from {provider})",
        };
    }
}

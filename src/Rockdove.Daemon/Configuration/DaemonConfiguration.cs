using Rockdove.Configuration;

namespace Rockdove.Daemon;

/// <summary>A whole configuration: what a daemon goes by, where it listens, and where its mail lies.</summary>
public sealed class DaemonConfiguration
{
    internal DaemonConfiguration(
        DaemonSettings settings, IReadOnlyList<DaemonListener> listeners, string dataFolder, TimeSpan stopPatience)
    {
        Settings = settings;
        Listeners = listeners;
        DataFolder = dataFolder;
        StopPatience = stopPatience;
    }

    public DaemonSettings Settings { get; }

    /// <summary>At least one.</summary>
    public IReadOnlyList<DaemonListener> Listeners { get; }

    /// <summary>A full path.</summary>
    public string DataFolder { get; }

    /// <summary>How long what is just going on may take when the server is to stop.</summary>
    public TimeSpan StopPatience { get; }

    /// <summary>
    /// The collector that metrics and traces are to be pushed to; null if none is named. Pushing is the host's matter.
    /// </summary>
    public Uri? Otlp { get; init; }

    /// <summary>Reads a configuration, and the files of passwords and certificates that it names.</summary>
    /// <param name="sources">In this order; later ones win.</param>
    /// <param name="folder">Where the data is, if nobody says: <c>data</c> in this folder.</param>
    /// <param name="time">The clock of certificates in files; null for the system's.</param>
    /// <param name="log">Where a change of certificate files is told.</param>
    /// <exception cref="ConfigurationException">It cannot be used. Names all that is wrong, as far as it was read.
    /// </exception>
    public static DaemonConfiguration Read(
        IReadOnlyList<ConfigurationSource> sources,
        string folder,
        TimeProvider? time = null,
        Microsoft.Extensions.Logging.ILogger? log = null)
    {
        var draft = new ConfigurationDraft();
        ConfigurationKeys.Table.Read(sources, draft);
        return new ConfigurationAssembly(draft, folder, time, log).Build();
    }
}

using System.Reflection;
using Rockdove.Prober;
using Rockdove.Storage;

namespace Rockdove.Cli;

/// <summary>What a prober is made of on this machine: its journal, its key and its mailboxes.</summary>
internal sealed class PingParts : IAsyncDisposable
{
    private readonly ProberConfiguration _configuration;
    private readonly byte[] _key;

    private PingParts(ProberConfiguration configuration, SqliteProbeJournal? file, byte[] key)
    {
        _configuration = configuration;
        File = file;
        _key = key;
        Journal = file is null ? new MemoryProbeJournal() : file;
    }

    public IProbeJournal Journal { get; }

    /// <summary>The same where it is a file; null for one in memory.</summary>
    public SqliteProbeJournal? File { get; }

    public ReadOnlyMemory<byte> Key => _key;

    /// <summary>Opens the database and the key; makes them where there are none.</summary>
    /// <param name="configuration">What it is for.</param>
    /// <param name="database">The file of the results; null keeps them in memory.</param>
    /// <exception cref="StoreException">The database cannot be used.</exception>
    /// <exception cref="IOException">The key cannot be read or made.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static PingParts Open(ProberConfiguration configuration, string? database)
    {
        if (database is null)
            return new PingParts(configuration, null, KeyOf(configuration, null));
        var path = Path.GetFullPath(database);
        var journal = OpenJournal(configuration, path);
        try
        {
            return new PingParts(configuration, journal, KeyOf(configuration, path));
        }
        catch
        {
            journal.DisposeAsync().AsTask().GetAwaiter().GetResult();
            throw;
        }
    }

    public ProbeDesk Desk() => new(ProbeDeskOptions.Of(_configuration, Journal, _key, TimeProvider.System));

    public ValueTask DisposeAsync() => File?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static SqliteProbeJournal OpenJournal(ProberConfiguration configuration, string path)
    {
        try
        {
            return SqliteProbeJournal.Open(path, new SqliteProbeJournalOptions
            {
                Retention = configuration.Retention,
                TimeZone = configuration.TimeZone,
                Version = Version,
            });
        }
        catch (StoreException unusable) when (!unusable.Message.Contains(path, StringComparison.Ordinal))
        {
            throw new StoreException($"{path}: {unusable.Message} Name another file with --db.", unusable);
        }
    }

    /// <summary>A key that stands nowhere is of use for one run, whose mails nobody knows afterwards.</summary>
    private static byte[] KeyOf(ProberConfiguration configuration, string? database)
    {
        // A database that was named on the command line has its key beside it, unless one was named too.
        var beside = configuration.KeyFile == configuration.Database + ".key"
            ? database + ".key"
            : configuration.KeyFile;
        return database is null && (configuration.KeyFile is null || configuration.Database is not null)
            ? MarkKey.New()
            : MarkKey.ReadOrMake(beside!);
    }

    public static string Version { get; } =
        typeof(PingParts).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? "unknown";
}

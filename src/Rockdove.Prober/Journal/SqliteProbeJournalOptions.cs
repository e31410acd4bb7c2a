namespace Rockdove.Prober;

/// <summary>How results are kept.</summary>
public sealed record SqliteProbeJournalOptions
{
    /// <summary>Of probes that went well, one in so many keeps its transcripts; 1 keeps all, 0 none.</summary>
    public int GoodTranscriptsOneIn { get; init; } = 20;

    public JournalRetention Retention { get; init; } = new();

    /// <summary>
    /// Whose days are summed up. With another one, days are summed up anew as far as probes are kept.
    /// </summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>The version of the program, as runs remember it.</summary>
    public string Version { get; init; } = "unknown";

    /// <summary>False for tests, which nobody cuts the power of: hundreds of syncs are most of their time.</summary>
    internal bool Syncs { get; init; } = true;
}

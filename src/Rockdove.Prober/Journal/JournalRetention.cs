namespace Rockdove.Prober;

/// <summary>
/// How long results are kept. Days that are summed up stay for ever: a pair has one small row for each.
/// </summary>
public sealed record JournalRetention
{
    /// <summary>
    /// Probes with their phases and hops. A pair that is measured each half hour has 48 a day, some 1.2 KB each. One
    /// that has a transcript stays as long as that.
    /// </summary>
    public TimeSpan Probes { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Transcripts of what went well: long enough to compare with what goes wrong today.</summary>
    public TimeSpan GoodTranscripts { get; init; } = TimeSpan.FromDays(3);

    /// <summary>Transcripts of what went wrong: what one looks for after a complaint.</summary>
    public TimeSpan BadTranscripts { get; init; } = TimeSpan.FromDays(180);

    /// <summary>Hours that are summed up, changes of checks, alerts that have ended.</summary>
    public TimeSpan Hours { get; init; } = TimeSpan.FromDays(730);
}

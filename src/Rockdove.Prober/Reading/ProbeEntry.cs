namespace Rockdove.Prober;

/// <summary>One probe in a list. Words are those of <see cref="ProbeNames"/>.</summary>
public sealed record ProbeEntry
{
    public required long Id { get; init; }

    public required long Run { get; init; }

    public required string From { get; init; }

    public required string To { get; init; }

    public required DateTimeOffset Due { get; init; }

    public required string State { get; init; }

    /// <summary>Null while it is under way.</summary>
    public string? Outcome { get; init; }

    /// <summary>The step that failed; null when none did.</summary>
    public string? Stage { get; init; }

    public int? Code { get; init; }

    public string? EnhancedCode { get; init; }

    public string? Error { get; init; }

    public DateTimeOffset? Started { get; init; }

    public DateTimeOffset? Accepted { get; init; }

    public DateTimeOffset? Seen { get; init; }

    /// <summary>The last look at which it was not there.</summary>
    public DateTimeOffset? SeenNotBefore { get; init; }

    public DateTimeOffset? Resolved { get; init; }

    public double? SubmitSeconds { get; init; }

    /// <summary>The headline: from the final 250 to the first sight.</summary>
    public double? DeliverySeconds { get; init; }

    public double? TotalSeconds { get; init; }

    public double? TransitSeconds { get; init; }

    public double? VisibilitySeconds { get; init; }

    public string? Folder { get; init; }

    /// <summary>What kind of folder: <c>inbox</c>, <c>junk</c>, <c>sent</c>, <c>trash</c>, <c>other</c>.</summary>
    public string? Role { get; init; }

    public int? Copies { get; init; }

    public int? Hops { get; init; }

    public int? UnencryptedHops { get; init; }

    /// <summary><c>clock_off</c>, <c>greylisted</c>, <c>resumed</c>, <c>clock_step</c>.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];
}

/// <summary>One probe with everything that is kept of it.</summary>
public sealed record ProbeDetail(
    ProbeEntry Probe,
    string Token,
    string MessageId,
    string? QueueId,
    long? Bytes,
    int? Deferrals,
    IReadOnlyList<PhaseEntry> Phases,
    IReadOnlyList<HopEntry> Hops,
    IReadOnlyList<VerdictEntry> Verdicts,
    IReadOnlyList<BounceEntry> Bounces,
    IReadOnlyList<TranscriptEntry> Transcripts);

/// <summary>One step of a session.</summary>
/// <param name="Side"><c>send</c> or <c>receive</c>.</param>
/// <param name="Stage">Which.</param>
/// <param name="StartSeconds">When it began, from the beginning of the session.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record PhaseEntry(string Side, string Stage, double StartSeconds, double Seconds);

/// <summary>One server on the way.</summary>
/// <param name="By">The server that wrote it.</param>
/// <param name="From">Whom it got the mail from.</param>
/// <param name="FromAddress">The address of that one.</param>
/// <param name="With">The protocol.</param>
/// <param name="Tls">What it says of TLS.</param>
/// <param name="IsEncrypted">Whether the hop was encrypted.</param>
/// <param name="Stamp">The date as it was written.</param>
/// <param name="Corrected">The date by our clock.</param>
/// <param name="WaitSeconds">How long it lay with the server before.</param>
/// <param name="SkewSeconds">How much that server's clock is ahead of ours.</param>
/// <param name="Raw">The field as it was written.</param>
public sealed record HopEntry(
    string? By,
    string? From,
    string? FromAddress,
    string? With,
    string? Tls,
    bool IsEncrypted,
    DateTimeOffset? Stamp,
    DateTimeOffset? Corrected,
    double? WaitSeconds,
    double? SkewSeconds,
    string Raw);

/// <summary>What the receiving side found out.</summary>
public sealed record VerdictEntry(string Method, string Result, string Server, string? Detail);

/// <summary>A report that it could not be delivered.</summary>
public sealed record BounceEntry(DateTimeOffset At, string? Status, string? Diagnostic, string? RemoteServer);

/// <summary>What was said in one session, to be asked for by its number.</summary>
public sealed record TranscriptEntry(
    long Id, long? Probe, string Account, string Protocol, DateTimeOffset Started, string Server, bool IsFailure,
    long Bytes);

namespace Rockdove.Prober;

/// <summary>A set of probes.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Started">When it began.</param>
/// <param name="Finished">When it ended; null while it runs, or when it was killed.</param>
/// <param name="Trigger">Why it ran.</param>
/// <param name="Round">The round of the tournament.</param>
/// <param name="Probes">How many there are.</param>
/// <param name="Open">How many have no outcome yet.</param>
/// <param name="IsProberOffline">Nobody could be reached.</param>
/// <param name="IsClockStep">The wall clock was set while it ran.</param>
public sealed record RunEntry(
    long Id, DateTimeOffset Started, DateTimeOffset? Finished, string Trigger, int? Round, long Probes, long Open,
    bool IsProberOffline, bool IsClockStep);

/// <summary>What a check found last.</summary>
/// <param name="Subject">Of what.</param>
/// <param name="Check">Which.</param>
/// <param name="Status">0 fine, 1 a notice, 2 a warning, 3 a failure, 4 an error, 5 not tested.</param>
/// <param name="Since">Since when it is so.</param>
/// <param name="Checked">When that was seen last.</param>
/// <param name="Value">What is there.</param>
public sealed record CheckEntry(
    string Subject, string Check, int Status, DateTimeOffset Since, DateTimeOffset Checked, string? Value);

/// <summary>A check that found something else than before.</summary>
public sealed record CheckChange(
    string Subject, string Check, DateTimeOffset At, int? Before, int After, string? Value);

/// <summary>The certificate that an endpoint showed last.</summary>
public sealed record CertificateEntry(
    string Endpoint,
    string Subject,
    string? Names,
    string Issuer,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter,
    DateTimeOffset ChainEnds,
    string Key,
    string Version,
    string Cipher,
    bool IsChainTrusted,
    bool IsNameRight,
    string? Dane,
    DateTimeOffset FirstSeen,
    DateTimeOffset LastSeen);

/// <summary>How far a clock was off when it was compared last.</summary>
public sealed record ClockEntry(
    string Host, DateTimeOffset At, double OffsetSeconds, double ErrorSeconds, string Method);

/// <summary>Something that is wrong, or was.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Rule">The rule that found it.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="State">
/// <c>firing</c>, <c>flapping</c>, or when it has ended <c>recovered</c> or <c>superseded</c>.
/// </param>
/// <param name="Since">When it began.</param>
/// <param name="Updated">When it last changed, or somebody was reminded of it.</param>
/// <param name="Ended">When it ended; null while it goes on.</param>
/// <param name="Detail">What is known of it.</param>
public sealed record AlertEntry(
    long Id, string Rule, string Subject, string State, DateTimeOffset Since, DateTimeOffset Updated,
    DateTimeOffset? Ended, AlertDetail Detail);

/// <summary>One attempt to tell somebody.</summary>
public sealed record NotificationEntry(
    long Alert, string Channel, string Kind, int Attempt, DateTimeOffset At, bool IsSent, string? Error);

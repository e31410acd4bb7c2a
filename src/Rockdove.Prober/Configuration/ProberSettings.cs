namespace Rockdove.Prober;

/// <summary>When <c>rockdove ping serve</c> sends.</summary>
public sealed record ScheduleSettings
{
    /// <summary>How often each pair is probed.</summary>
    public TimeSpan MatrixEvery { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>All pairs at once, as maping does, in place of rounds in which each account sends one mail.</summary>
    public bool IsBurst { get; init; }

    /// <summary>By how much of its length a wait between rounds is shorter or longer, from 0 to 1.</summary>
    public double Jitter { get; init; } = 0.2;

    /// <summary>Times of the day, in the zone of the configuration, in which nothing is sent.</summary>
    public IReadOnlyList<QuietTime> Quiet { get; init; } = [];
}

/// <summary>A part of the day; it goes over midnight where it ends before it begins.</summary>
public readonly record struct QuietTime(TimeOnly From, TimeOnly Until)
{
    public bool Contains(TimeOnly time) => time.IsBetween(From, Until);

    /// <summary>Reads <c>02:00-02:30</c>; null when it is none, or empty.</summary>
    public static QuietTime? TryRead(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('-', StringSplitOptions.TrimEntries) is [var from, var until]
            && TimeOnly.TryParseExact(from, "HH:mm", out var start)
            && TimeOnly.TryParseExact(until, "HH:mm", out var end) && start != end
                ? new QuietTime(start, end)
                : null;
    }
}

/// <summary>What is checked beside delivery.</summary>
public sealed record CheckSettings
{
    /// <summary>The domains of the accounts: their MX, SPF, DMARC and what else is below.</summary>
    public bool Domains { get; init; } = true;

    /// <summary>Certificates and versions of TLS.</summary>
    public bool Tls { get; init; } = true;

    /// <summary>Whether DANE is checked; null checks it where the resolver validates.</summary>
    public bool? Dane { get; init; }

    public bool MtaSts { get; init; } = true;

    /// <summary>Resolvers, each an address with or without a port; empty for the system's.</summary>
    public IReadOnlyList<string> Resolvers { get; init; } = [];

    public TimeSpan Every { get; init; } = TimeSpan.FromHours(6);

    /// <summary>Names of channels that are told of warnings and failures, of accounts that are one's own.</summary>
    public IReadOnlyList<string> To { get; init; } = [];
}

/// <summary>Where somebody is told.</summary>
/// <param name="Name">By what alerts call it.</param>
/// <param name="Type"><c>mail</c>, <c>webhook</c> or <c>command</c>.</param>
public sealed record ChannelSettings(string Name, string Type)
{
    /// <summary>Of a webhook.</summary>
    public Uri? Url { get; init; }

    /// <summary>Of a mail: who gets it.</summary>
    public string? Address { get; init; }

    /// <summary>Of a command: its words.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];
}

namespace Rockdove.Prober;

/// <summary>How long the mail of a probe may take.</summary>
public sealed record ProbeDeadlines
{
    /// <summary>Then it is overdue: it may still come, and then it is late.</summary>
    public TimeSpan Soft { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Then it is lost. RFC 5321 section 4.5.4.1 lets servers try for four or five days.</summary>
    public TimeSpan Hard { get; init; } = TimeSpan.FromDays(5);

    /// <summary>
    /// How long after the first copy another one is waited for. It does not count as time of delivery.
    /// </summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long probes wait for a mailbox that cannot be looked into, before they are given up.</summary>
    public TimeSpan Mailbox { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long after a 4yz the mail is sent once more. Greylisting wants a minute at least.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromMinutes(1);
}

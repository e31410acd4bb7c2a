namespace Rockdove.Prober;

/// <summary>How a probe ended.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="At">When that was known.</param>
public sealed record ProbeResolution(ProbeOutcome Outcome, DateTimeOffset At)
{
    /// <summary>What went wrong; null when nothing did.</summary>
    public ProbeFailure? Failure { get; init; }

    /// <summary>The steps of a session that did not come to its end.</summary>
    public IReadOnlyList<PhaseTime> Phases { get; init; } = [];

    /// <summary>When the connection that failed was begun; null when it was sent.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When it was first seen.</summary>
    public DateTimeOffset? Seen { get; init; }

    /// <summary>When it was not there yet; null when nobody had looked.</summary>
    public DateTimeOffset? SeenNotBefore { get; init; }

    /// <summary>The headline: from the final 250 to the first sight, on our monotonic clock.</summary>
    public TimeSpan? Delivery { get; init; }

    /// <summary>From the beginning of the connection to the first sight, on the same clock.</summary>
    public TimeSpan? Total { get; init; }

    /// <summary>What the servers say that it took, with their clocks corrected.</summary>
    public TimeSpan? Transit { get; init; }

    /// <summary>From the store's stamp to the first sight, with its clock corrected.</summary>
    public TimeSpan? Visibility { get; init; }

    /// <summary>Where it lay.</summary>
    public MailPlace? Place { get; init; }

    /// <summary>How many copies there are.</summary>
    public int Copies { get; init; }

    /// <summary>What its Received fields say, first hop first.</summary>
    public IReadOnlyList<ProbeHop> Hops { get; init; } = [];

    /// <summary>What the receiving side found out about it.</summary>
    public IReadOnlyList<ProbeVerdict> Verdicts { get; init; } = [];

    /// <summary>The report that says so, for <see cref="ProbeOutcome.Bounced"/>; null for others.</summary>
    public KeptBounce? Bounce { get; init; }

    /// <summary>
    /// maping's whole seconds, from before the connection to the topmost Received; never negative; null for a mail that
    /// did not come, or whose topmost Received has no date.
    /// </summary>
    public long? ClassicSeconds { get; init; }

    /// <summary>What is to be known beside.</summary>
    public ProbeFlags Flags { get; init; }
}

/// <summary>What is to be known of a probe beside its outcome.</summary>
[Flags]
public enum ProbeFlags : byte
{
    None = 0,

    /// <summary>A server's clock is off by more than five seconds.</summary>
    ClockOff = 1,

    /// <summary>A gap at the first foreign hop looks like greylisting.</summary>
    Greylisted = 2,

    /// <summary>
    /// It was resumed after the prober had been stopped, or had read its configuration again: times are those of the
    /// wall clock. There are none where it lay there at the first look, a second or more after its 250.
    /// </summary>
    Resumed = 4,

    /// <summary>Our own wall clock was set while it was under way.</summary>
    ClockStep = 8,
}

namespace Rockdove.Prober;

/// <summary>Makes the outcome of a probe of the copies of it that were seen. Not thread-safe.</summary>
internal sealed class ArrivalReading(ProbeDeadlines deadlines, TimeProvider time, WallClock wall)
{
    private readonly GreylistHints _greylisting = new();

    /// <summary>What is known of the clocks of servers.</summary>
    public ServerClocks Clocks { get; } = new();

    public ProbeResolution Resolve(ProbeInFlight probe)
    {
        ArgumentNullException.ThrowIfNull(probe);
        var first = probe.Arrivals.MinBy(arrival => arrival.Timestamp)!;
        var seen = wall.At(first.Timestamp);
        var trail = ReceivedTrail.Read(first.Header);
        var delivery = Delivery(probe, first, seen);
        var started = probe.Report?.Started ?? probe.Started;
        var resolution = new ProbeResolution(Outcome(probe, first, delivery), wall.Now)
        {
            Seen = seen,
            SeenNotBefore = NotBefore(probe, first, seen),
            Delivery = delivery,
            Total = Total(probe, first, seen),
            Place = first.Place,
            Copies = probe.Arrivals.Count,
            Verdicts = trail.Verdicts(),
            Flags = probe.Flags,
            Started = probe.Sent is null ? started : null,
            Phases = probe.Sent is null ? probe.Report?.Phases ?? [] : [],
            ClassicSeconds = trail.TopDate is { } top && started is { } begun
                ? Math.Max(0, top.ToUnixTimeSeconds() - begun.ToUnixTimeSeconds())
                : null,
        };
        return Unwitnessed(Explain(resolution, probe, first, trail, seen), probe, first);
    }

    /// <summary>
    /// A mail that lay there when a later desk looked for the first time came while nobody looked. All that our clock
    /// knows is that it came since its 250, so it has no time unless that was only just; or the time of a restart would
    /// be told as the time of a mail. Where it was too long, and the servers say that the mail came in time, it did.
    /// </summary>
    private ProbeResolution Unwitnessed(ProbeResolution resolution, ProbeInFlight probe, ProbeArrived first)
    {
        if (probe.Report is not null || first.LookedBefore is not null
            || (resolution.Delivery ?? resolution.Total) < MostUnknown)
            return resolution;
        var isInTime = resolution.Outcome == ProbeOutcome.Late && resolution.Transit <= deadlines.Soft;
        return resolution with
        {
            Outcome = isInTime ? OutcomeIn(first.Place) : resolution.Outcome,
            Delivery = null,
            Total = null,
        };
    }

    /// <summary>What the servers say of it. Their clocks never change what ours has measured.</summary>
    private ProbeResolution Explain(
        ProbeResolution resolution, ProbeInFlight probe, ProbeArrived first, ReceivedTrail trail, DateTimeOffset seen)
    {
        if (probe.Sent is not { } sent)
            return resolution;
        var times = Clocks.Read(trail, new TrailWindow(sent.Accepted - (probe.Report?.Handing ?? sent.Submit),
            sent.Accepted, seen)
        {
            Stored = first.StoredAt,
            Store = probe.To.Receive?.Host ?? "",
        });
        var looksGreylisted = _greylisting.Note(probe.Ticket.Pair, times.Hops);
        return resolution with
        {
            Hops = times.Hops,
            Transit = times.Transit,
            Visibility = times.Visibility,
            Flags = resolution.Flags
                | (times.ClockOff ? ProbeFlags.ClockOff : ProbeFlags.None)
                | (looksGreylisted ? ProbeFlags.Greylisted : ProbeFlags.None),
        };
    }

    private ProbeOutcome Outcome(ProbeInFlight probe, ProbeArrived first, TimeSpan? delivery)
    {
        if (probe.Arrivals.Count > 1)
            return ProbeOutcome.Duplicate;
        if (delivery > deadlines.Soft)
            return ProbeOutcome.Late;
        return OutcomeIn(first.Place);
    }

    private static ProbeOutcome OutcomeIn(MailPlace place) =>
        place.Role == FolderRole.Junk ? ProbeOutcome.DeliveredSpam : ProbeOutcome.Delivered;

    /// <summary>
    /// From the final 250 to the first sight. It may be seen before we have read the 250: that is no time at all.
    /// </summary>
    private TimeSpan? Delivery(ProbeInFlight probe, ProbeArrived first, DateTimeOffset seen) => probe switch
    {
        { Report: { Verdict: SendVerdict.Accepted } report } =>
            NotNegative(time.GetElapsedTime(report.EndedAt, first.Timestamp)),
        { Sent: { } sent } => NotNegative(seen - sent.Accepted),
        _ => null,
    };

    /// <summary>No less than submitting took, as the delivery is no less than no time.</summary>
    private TimeSpan? Total(ProbeInFlight probe, ProbeArrived first, DateTimeOffset seen)
    {
        TimeSpan? total = probe switch
        {
            { Report: { } report } => time.GetElapsedTime(report.StartedAt, first.Timestamp),
            { Started: { } started } => seen - started,
            _ => null,
        };
        var least = probe.Sent?.Submit ?? TimeSpan.Zero;
        return total < least ? least : total;
    }

    /// <summary>
    /// It cannot have been there before the final 250, and not before the look that did not see it. Both clocks are
    /// read for <paramref name="seen"/> only: two readings of them are never of one moment.
    /// </summary>
    private DateTimeOffset? NotBefore(ProbeInFlight probe, ProbeArrived first, DateTimeOffset seen)
    {
        var looked = first.LookedBefore is { } look
            ? seen - time.GetElapsedTime(look, first.Timestamp)
            : (DateTimeOffset?)null;
        var accepted = probe.Sent?.Accepted;
        var later = looked is null || accepted > looked ? accepted ?? looked : looked;
        return later > seen ? seen : later;
    }

    /// <summary>A time that may be wrong by this much is none.</summary>
    private static readonly TimeSpan MostUnknown = TimeSpan.FromSeconds(1);

    private static TimeSpan NotNegative(TimeSpan time) => time < TimeSpan.Zero ? TimeSpan.Zero : time;
}

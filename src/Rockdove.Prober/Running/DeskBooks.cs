namespace Rockdove.Prober;

/// <summary>
/// What a desk knows: its probes, mailboxes and runs, and how a probe goes from one state to the next. Only the loop
/// touches it, but for <see cref="Counts"/>.
/// </summary>
internal sealed class DeskBooks(ProbeDeskOptions options, DeskLoop loop)
{
    private DeskCounts _counts = new(0, 0, 0, 0, 0, 0);

    public ProbeDeskOptions Options { get; } = options;

    public DeskLoop Loop { get; } = loop;

    public IProbeJournal Journal => Options.Journal;

    public TimeProvider Time => Options.Time;

    public WallClock Wall { get; } = new(options.Time);

    /// <summary>By their names.</summary>
    public Dictionary<string, ProbeAccount> Accounts { get; } =
        options.Accounts.ToDictionary(account => account.Name, StringComparer.Ordinal);

    /// <summary>Of the accounts that receive, by their names.</summary>
    public Dictionary<string, MailboxSide> Mailboxes { get; } = new(StringComparer.Ordinal);

    /// <summary>Probes without an outcome.</summary>
    public Dictionary<ProbeToken, ProbeInFlight> Open { get; } = [];

    public Dictionary<long, RunTally> Runs { get; } = [];

    public bool IsStopping { get; set; }

    public DeskCounts Counts => Volatile.Read(ref _counts);

    /// <summary>Where a probe is to arrive.</summary>
    public MailboxSide MailboxOf(ProbeInFlight one) => Mailboxes[one.To.Name];

    /// <summary>Counts a probe that is in the journal.</summary>
    public void Count(ProbeState state) => Volatile.Write(ref _counts, _counts.Add(state));

    /// <summary>Counts one that goes on.</summary>
    public void Count(ProbeState from, ProbeState to) => Volatile.Write(ref _counts, _counts.Move(from, to));

    public void Move(ProbeInFlight one, ProbeState state)
    {
        Count(one.State, state);
        one.State = state;
    }

    /// <summary>
    /// Gives a probe its outcome: in the journal first. Only then its mails go, and whoever waits for it is told.
    /// </summary>
    public async ValueTask ResolveAsync(ProbeInFlight one, ProbeResolution resolution)
    {
        Open.Remove(one.Probe.Token);
        MailboxOf(one).Watch.Forget(one.Probe.Token);
        await Journal.ResolveAsync(one.Ticket.Id, resolution, CancellationToken.None);
        Move(one, ProbeState.Resolved);
        foreach (var (side, place) in one.Leaving)
            side.Delete(place);
        var report = Report(one, resolution);
        one.Ticket.Told.TrySetResult(report);
        one.Ticket.Ended.TrySetResult(report);
    }

    public static ProbeReport Report(ProbeInFlight one, ProbeResolution? resolution) =>
        new(one.Ticket.Id, one.Ticket.Run, one.Ticket.Pair, one.State) { Sent = one.Sent, Resolution = resolution };

    /// <summary>An outcome that is known now.</summary>
    public ProbeResolution Failed(ProbeOutcome outcome, ProbeFailure? failure, SendReport? report = null) =>
        new(outcome, Wall.Now)
        {
            Failure = failure,
            Started = report?.Started,
            Phases = report?.Phases ?? [],
        };

    /// <summary>Nobody waits for what will not be told any more.</summary>
    public void GiveUp()
    {
        foreach (var one in Open.Values)
        {
            var why = new InvalidOperationException(
                "The prober has stopped.", Loop.Completion.Exception?.InnerException);
            one.Ticket.Told.TrySetException(why);
            one.Ticket.Ended.TrySetException(why);
            _ = (one.Ticket.Told.Task.Exception, one.Ticket.Ended.Task.Exception); // Looked at, if nobody waits.
        }
    }
}

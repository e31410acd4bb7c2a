namespace Rockdove.Prober;

/// <summary>What a desk knows of a probe that has no outcome yet.</summary>
internal sealed class ProbeInFlight(ProbeTicket ticket, NewProbe probe, ProbeAccount from, ProbeAccount to)
{
    public ProbeTicket Ticket { get; } = ticket;

    public NewProbe Probe { get; } = probe;

    public ProbeAccount From { get; } = from;

    public ProbeAccount To { get; } = to;

    public ProbeState State { get; set; } = ProbeState.Queued;

    /// <summary>Its turn by the monotonic clock.</summary>
    public long DueAt { get; set; }

    /// <summary>True while a session for it is open.</summary>
    public bool IsSending { get; set; }

    /// <summary>It was seen long enough ago, and its session is still open.</summary>
    public bool IsSettled { get; set; }

    /// <summary>How many times it was put off.</summary>
    public int Deferrals { get; set; }

    /// <summary>How the last session went; null before, and for one that was resumed.</summary>
    public SendReport? Report { get; set; }

    public SentProbe? Sent { get; set; }

    /// <summary>When sending began, for one that was resumed.</summary>
    public DateTimeOffset? Started { get; set; }

    /// <summary>The copies that lie in the mailbox, in the order in which they were seen.</summary>
    public List<ProbeArrived> Arrivals { get; } = [];

    /// <summary>
    /// Its mails and reports, which go once its outcome is kept: until then, whoever comes after a kill must find them.
    /// </summary>
    public List<(MailboxSide Side, MailPlace Place)> Leaving { get; } = [];

    public ProbeFlags Flags { get; set; }

    public bool IsOpen => State != ProbeState.Resolved;

    /// <summary>The hard deadline came while nobody had looked into the mailbox.</summary>
    public bool IsPastHardDeadline { get; set; }
}

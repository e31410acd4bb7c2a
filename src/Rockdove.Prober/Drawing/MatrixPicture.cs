namespace Rockdove.Prober;

/// <summary>What a matrix shows: everything that is drawn, and no clock, zone or culture beside it.</summary>
public sealed record MatrixPicture
{
    /// <summary>Rows and columns, in the order of the configuration.</summary>
    public required IReadOnlyList<MatrixAccount> Accounts { get; init; }

    /// <summary>The cells that there is something to say of; a pair has one at most.</summary>
    public required IReadOnlyList<MatrixCell> Cells { get; init; }

    /// <summary>The moment that it shows, in the zone that it is told in.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When the oldest probe in it was due; null for none.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Above the picture.</summary>
    public string Title { get; init; } = "Mail matrix";

    /// <summary>Who drew it, such as <c>rockdove 1.0</c>; null leaves it out.</summary>
    public string? Tool { get; init; }

    /// <summary>What is at fault, as the rows and columns let one think.</summary>
    public IReadOnlyList<BlameFinding> Blame { get; init; } = [];
}

/// <summary>A row and a column.</summary>
/// <param name="Name">As in the configuration.</param>
/// <param name="Address">The mail address.</param>
/// <param name="Group">What it is drawn with; null for none.</param>
/// <param name="ReceiveHost">Its host for reading mail, which maping's key shows; null for none.</param>
public sealed record MatrixAccount(string Name, string Address, string? Group, string? ReceiveHost);

/// <summary>One pair at that moment.</summary>
/// <param name="Pair">Which.</param>
/// <param name="State">How far its newest probe came.</param>
/// <param name="Outcome">What became of it; null while it is under way.</param>
/// <param name="Delivery">How long it took; null when it did not come.</param>
/// <param name="Age">How long it has been under way; null once it is resolved.</param>
public sealed record MatrixCell(
    ProbePair Pair, ProbeState State, ProbeOutcome? Outcome, TimeSpan? Delivery, TimeSpan? Age)
{
    /// <summary>How exactly the time is known: it lies between this much less and itself; null for unknown.</summary>
    public TimeSpan? Uncertainty { get; init; }

    /// <summary>The median of the pair before that moment; null for none.</summary>
    public TimeSpan? Median { get; init; }

    /// <summary>The last deliveries, oldest first; null where one failed.</summary>
    public IReadOnlyList<TimeSpan?> History { get; init; } = [];

    public ProbeFailure? Failure { get; init; }

    public ProbeFlags Flags { get; init; }

    /// <summary>maping's whole seconds, from before the connection to the topmost Received; null for none.</summary>
    public long? ClassicSeconds { get; init; }
}

namespace Rockdove.Prober;

/// <summary>What happens to an alert.</summary>
public enum AlertChangeKind : byte
{
    /// <summary>It begins, or what flapped stays bad.</summary>
    Opened,

    /// <summary>It goes to and fro.</summary>
    Flapping,

    /// <summary>It still goes on.</summary>
    Reminded,

    /// <summary>It is over.</summary>
    Recovered,

    /// <summary>Another alert explains it, about more or about less. Nobody is told.</summary>
    Superseded,
}

/// <summary>Something that happens to an alert.</summary>
/// <param name="Kind">What.</param>
/// <param name="Rule">The rule that found it.</param>
/// <param name="Subject">What it is about, such as <c>sender gmail</c>.</param>
/// <param name="Since">When it began.</param>
/// <param name="At">When this happens.</param>
/// <param name="Detail">What is known of it.</param>
public sealed record AlertChange(
    AlertChangeKind Kind, AlertRule Rule, string Subject, DateTimeOffset Since, DateTimeOffset At, AlertDetail Detail);

/// <summary>What is known of an alert.</summary>
public sealed record AlertDetail
{
    /// <summary>
    /// What is to blame: <c>sender</c>, <c>receiver</c>, <c>account</c>, <c>pair</c> or <c>prober</c>.
    /// </summary>
    public required string Blame { get; init; }

    /// <summary>The account that sends; null for a receiver and the prober.</summary>
    public string? From { get; init; }

    /// <summary>The account that receives; null for a sender and the prober.</summary>
    public string? To { get; init; }

    /// <summary>How many of its pairs fail.</summary>
    public int Failed { get; init; }

    /// <summary>How many of its pairs there is a verdict on.</summary>
    public int Measured { get; init; }

    /// <summary>When mail last came through in time; null for never since the prober began.</summary>
    public DateTimeOffset? LastGood { get; init; }

    /// <summary>What went wrong last.</summary>
    public string? Error { get; init; }

    /// <summary>The probe that it went wrong with, whose transcripts tell more.</summary>
    public long? Probe { get; init; }

    /// <summary>The pairs that fail, twenty at most.</summary>
    public IReadOnlyList<string> Pairs { get; init; } = [];
}

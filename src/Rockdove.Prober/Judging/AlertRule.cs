namespace Rockdove.Prober;

/// <summary>
/// When somebody is to be told. Each rule looks at each of its pairs on its own, and groups what it finds.
/// </summary>
public sealed record AlertRule
{
    /// <summary>What it is called in alerts; unique.</summary>
    public required string Name { get; init; }

    /// <summary>Which senders: a name, in which <c>*</c> stands for any letters.</summary>
    public string From { get; init; } = "*";

    /// <summary>Which receivers, in the same way.</summary>
    public string To { get; init; } = "*";

    /// <summary>
    /// A pair fails with so many bad results among the last <see cref="OutOf"/>: one alone is chance.
    /// </summary>
    public int FailAfter { get; init; } = 2;

    /// <summary>Among how many; at least <see cref="FailAfter"/>.</summary>
    public int OutOf { get; init; } = 2;

    /// <summary>It has recovered after so many good results in a row.</summary>
    public int RecoverAfter { get; init; } = 2;

    /// <summary>A delivery that takes longer is bad too; null for any that comes in time.</summary>
    public TimeSpan? SlowerThan { get; init; }

    /// <summary>Whether a mail among the spam is bad.</summary>
    public bool SpamFails { get; init; }

    /// <summary>
    /// A pair of which nothing is heard for so long fails, be it the prober's own fault; null for never.
    /// </summary>
    public TimeSpan? SilentAfter { get; init; }

    /// <summary>How often to tell again while it goes on; null for never.</summary>
    public TimeSpan? RemindEvery { get; init; }

    /// <summary>A pair flaps with so many changes between good and bad in its last <see cref="FlapOutOf"/> results:
    /// that is told once, and then nothing of it until half as many changes are left.</summary>
    public int FlapChanges { get; init; } = 4;

    public int FlapOutOf { get; init; } = 10;

    /// <summary>The names of the channels that are told.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    /// <exception cref="ArgumentException">The figures contradict each other; the message says which.</exception>
    public void Validate()
    {
        if (FailAfter < 1 || OutOf < FailAfter)
            throw new ArgumentException($"Rule {Name}: FailAfter is at least 1, and OutOf at least FailAfter.");
        if (RecoverAfter < 1)
            throw new ArgumentException($"Rule {Name}: RecoverAfter is at least 1.");
        if (FlapChanges < 2 || FlapOutOf <= FlapChanges)
            throw new ArgumentException($"Rule {Name}: FlapChanges is at least 2, and FlapOutOf is more than that.");
        if (SlowerThan <= TimeSpan.Zero || SilentAfter <= TimeSpan.Zero || RemindEvery <= TimeSpan.Zero)
            throw new ArgumentException($"Rule {Name}: times are longer than nothing.");
    }

    /// <summary>Whether it looks at this pair.</summary>
    public bool Covers(ProbePair pair) => NamePattern.Matches(From, pair.From) && NamePattern.Matches(To, pair.To);

    internal bool IsBad(ProbeOutcome outcome, TimeSpan? delivery) =>
        !ProbeNames.IsGood(outcome)
        || (SpamFails && outcome == ProbeOutcome.DeliveredSpam)
        || (SlowerThan is { } limit && delivery > limit);
}

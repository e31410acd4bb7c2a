namespace Rockdove.Mock;

/// <summary>A rule in one server, with how often it has been met there.</summary>
internal sealed class CountedRule(MockRule rule)
{
    private long _times;
    private long _met;
    private long _acted;

    public MockRule Rule { get; } = rule;

    /// <summary>How often its moment and its pattern were met, in all sessions.</summary>
    public long Met => Interlocked.Read(ref _met);

    /// <summary>How often it did what it says, where that is counted.</summary>
    public long Acted => Interlocked.Read(ref _acted);

    public void NoteAct() => Interlocked.Increment(ref _acted);

    /// <summary>The rule is for what has happened, and for this time; counts it.</summary>
    public bool IsMetBy(MockEvent happened)
    {
        if (!IsFor(happened))
            return false;
        Interlocked.Increment(ref _met);
        return Rule.Occurrence.Selects(
            Rule.CountsInSession ? happened.Session.Count(this) : Interlocked.Increment(ref _times));
    }

    private bool IsFor(MockEvent happened) =>
        (Moments.Bit(Rule.Moment) & Moments.Bit(happened.Moment)) != 0
        && Rule.Pattern.Matches(happened.Text)
        && (Rule.Condition is null || Rule.Condition(happened));
}

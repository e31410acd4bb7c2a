namespace Rockdove.Mock;

/// <summary>A rule in one server, with how often it has been met there.</summary>
internal sealed class CountedRule(MockRule rule)
{
    private long _times;

    public MockRule Rule { get; } = rule;

    /// <summary>The rule is for what has happened, and for this time; counts it.</summary>
    public bool IsMetBy(MockEvent happened) =>
        (Moments.Bit(Rule.Moment) & Moments.Bit(happened.Moment)) != 0
        && Rule.Pattern.Matches(happened.Text)
        && (Rule.Condition is null || Rule.Condition(happened))
        && Rule.Occurrence.Selects(
            Rule.CountsInSession ? happened.Session.Count(this) : Interlocked.Increment(ref _times));
}

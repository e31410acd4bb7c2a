using System.IO.Enumeration;

namespace Rockdove.Mock;

/// <summary>The rules of one server, and how often each has been met.</summary>
internal sealed class RuleSet
{
    private readonly Lock _lock = new();
    private readonly MockRule[] _rules;
    private readonly long[] _times;

    /// <exception cref="MockScriptException">A rule cannot ever act; says all of them.</exception>
    public RuleSet(IReadOnlyList<MockRule> rules, RuleCheck check)
    {
        check.Demand(rules);
        _rules = [.. rules];
        _times = new long[_rules.Length];
    }

    /// <summary>There is a rule for this moment, whatever else it asks for.</summary>
    public bool SpeakOf(MockMoment moment) => _rules.Any(rule => rule.Moment == moment);

    /// <summary>What the script has to say at this moment; null when it leaves it alone.</summary>
    public Performance? Perform(MockEvent happened) => Matches(happened).FirstOrDefault()?.Performance;

    /// <summary>What the script does in the midst of a message that begins now, in the order of octets.</summary>
    public IReadOnlyList<MockRule> PerformInContent(MockEvent begins) =>
        [.. Matches(begins).OrderBy(rule => rule.ContentBytes)];

    private List<MockRule> Matches(MockEvent happened)
    {
        var acting = new List<MockRule>();
        for (var i = 0; i < _rules.Length; i++)
        {
            var rule = _rules[i];
            if (rule.Moment != happened.Moment || !Matches(rule, happened))
                continue;
            if (rule.Occurrence.Selects(Count(i, happened.Session)))
                acting.Add(rule);
        }

        return acting;
    }

    private long Count(int rule, MockSession session)
    {
        if (_rules[rule].CountsInSession)
            return session.Count(rule);
        lock (_lock)
            return ++_times[rule];
    }

    private static bool Matches(MockRule rule, MockEvent happened) =>
        (rule.Pattern == "*" || FileSystemName.MatchesSimpleExpression(rule.Pattern, happened.Text, ignoreCase: true))
        && (rule.Condition is null || rule.Condition(happened));
}

using System.IO.Enumeration;

namespace Rockdove.Mock;

/// <summary>The rules of one server, and how often each has been met.</summary>
internal sealed class RuleSet
{
    private readonly Lock _lock = new();
    private readonly RuleCheck _check;
    private volatile Version _version = new([]);

    /// <exception cref="MockScriptException">A rule cannot ever act; says all of them.</exception>
    public RuleSet(IReadOnlyList<MockRule> rules, RuleCheck check)
    {
        _check = check;
        Replace(rules);
    }

    /// <summary>There is a rule for this moment, whatever else it asks for.</summary>
    public bool SpeakOf(MockMoment moment) => _version.Rules.Any(rule => rule.Moment == moment);

    /// <summary>Other rules in place of these, from the next moment on, whatever has been counted.</summary>
    /// <exception cref="MockScriptException">A rule cannot ever act; says all of them, and leaves what there is.</exception>
    public void Replace(IReadOnlyList<MockRule> rules)
    {
        _check.Demand(rules);
        _version = new Version([.. rules]);
    }

    /// <summary>What the script has to say at this moment; null when it leaves it alone.</summary>
    public Performance? Perform(MockEvent happened) => Matches(happened).FirstOrDefault()?.Performance;

    /// <summary>What the script does in the midst of a message that begins now, in the order of octets.</summary>
    public IReadOnlyList<MockRule> PerformInContent(MockEvent begins) =>
        [.. Matches(begins).OrderBy(rule => rule.ContentBytes)];

    private List<MockRule> Matches(MockEvent happened)
    {
        var acting = new List<MockRule>();
        var now = _version;
        for (var i = 0; i < now.Rules.Length; i++)
        {
            var rule = now.Rules[i];
            if (rule.Moment != happened.Moment || !Matches(rule, happened))
                continue;
            if (rule.Occurrence.Selects(Count(now, i, happened.Session)))
                acting.Add(rule);
        }

        return acting;
    }

    private long Count(Version version, int rule, MockSession session)
    {
        if (version.Rules[rule].CountsInSession)
            return session.Count(version.Rules[rule]);
        lock (_lock)
            return ++version.Times[rule];
    }

    private static bool Matches(MockRule rule, MockEvent happened) =>
        (rule.Pattern == "*" || FileSystemName.MatchesSimpleExpression(rule.Pattern, happened.Text, ignoreCase: true))
        && (rule.Condition is null || rule.Condition(happened));

    private sealed class Version(MockRule[] rules)
    {
        public MockRule[] Rules { get; } = rules;

        public long[] Times { get; } = new long[rules.Length];
    }
}

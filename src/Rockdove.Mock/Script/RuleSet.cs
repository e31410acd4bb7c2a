namespace Rockdove.Mock;

/// <summary>The rules of one server, and how often each has been met. They may change while the server runs.</summary>
internal sealed class RuleSet(RuleCheck check) : IRules
{
    private readonly Lock _changing = new();
    private volatile Snapshot _now = new([]);

    /// <summary>
    /// Changes the rules as one step: a session sees those before or those after. Rules that stay go on counting.
    /// </summary>
    /// <exception cref="MockScriptException">A rule could never act; says all of them, and nothing was
    /// changed.</exception>
    public void Change(Action<MockRules> change)
    {
        lock (_changing)
        {
            var before = _now.Rules;
            var rules = new MockRules(before.Select(counted => counted.Rule));
            change(rules);
            check.Demand(rules.All);
            foreach (var rule in rules.All)
                rule.Freeze();
            _now = new Snapshot([.. rules.All.Select(rule =>
                before.FirstOrDefault(counted => ReferenceEquals(counted.Rule, rule)) ?? new CountedRule(rule))]);
        }
    }

    /// <summary>There is a rule for this moment, whatever else it asks for.</summary>
    public bool SpeakOf(MockMoment moment) => (_now.Moments & Moments.Bit(moment)) != 0;

    /// <summary>What the script has to say at this moment; null when it leaves it alone.</summary>
    public Performance? Perform(MockEvent happened) => Choose(happened)?.Rule.Performance;

    /// <summary>The rule that acts at this moment; null when none does.</summary>
    public CountedRule? Choose(MockEvent happened)
    {
        CountedRule? chosen = null;
        foreach (var counted in _now.Rules)
        {
            if (counted.IsMetBy(happened))
                chosen ??= counted; // The others count on.
        }

        return chosen;
    }

    /// <summary>What the script does in the midst of a message that begins now, in the order of octets.</summary>
    public IReadOnlyList<MockRule> PerformInContent(MockEvent begins) =>
        [.. ChooseInContent(begins).Select(counted => counted.Rule)];

    public IReadOnlyList<CountedRule> ChooseInContent(MockEvent begins) =>
    [
        .. _now.Rules.Where(counted => counted.IsMetBy(begins))
            .DistinctBy(counted => counted.Rule.ContentBytes).OrderBy(counted => counted.Rule.ContentBytes),
    ];

    /// <summary>All rules, in their order.</summary>
    public IReadOnlyList<CountedRule> All => _now.Rules;

    private sealed class Snapshot(CountedRule[] rules)
    {
        public CountedRule[] Rules { get; } = rules;

        public long Moments { get; } = rules.Aggregate(0L, (bits, rule) => bits | Mock.Moments.Bit(rule.Rule.Moment));
    }
}

namespace Rockdove.Mock;

/// <summary>
/// Rules beside others on the same endpoint, for all that happens there or for some of it. Whoever has them may change
/// them while sessions go on.
/// </summary>
public sealed class MockLayer
{
    private readonly RuleSet _rules;
    private readonly Func<MockEvent, bool>? _takes;

    /// <summary>Begins without rules.</summary>
    /// <param name="takes">
    /// What the rules are for. The others are not asked and count nothing. With it there may be no rule for what comes
    /// before AUTH and MAIL, unless <paramref name="isKnownEarly"/>: nobody knows then what it will be. Null for
    /// everything. It may be asked by several sessions at once, and must not throw.
    /// </param>
    /// <param name="isKnownEarly">The connection itself may say that all of its session is meant.</param>
    public MockLayer(Func<MockEvent, bool>? takes = null, bool isKnownEarly = false)
    {
        _takes = takes;
        _rules = new RuleSet(new RuleCheck
        {
            HasTls = true,
            OffersStartTls = true,
            OffersAuth = true,
            IsForBoth = true,
            Patience = LongestWait,
            Missing = takes is null || isKnownEarly ? [] : Early,
            MissingBecause = "comes before it is known whom it is for: such a rule is for everybody or for nobody.",
        });
    }

    /// <summary>The rules in their order, and how often each was met and acted, from when it was added on.</summary>
    public IReadOnlyList<MockRuleCount> Rules =>
        [.. _rules.All.Select(counted => new MockRuleCount($"{counted.Rule}", counted.Met, counted.Acted))];

    /// <inheritdoc cref="MockMailServer.Change"/>
    /// <exception cref="MockScriptException">A rule can never act; says which and why, and nothing was
    /// changed.</exception>
    public void Change(Action<MockRules> change) => _rules.Change(change);

    internal bool SpeaksOf(MockMoment moment) => _rules.SpeakOf(moment);

    /// <summary>The rule that acts; it is written down where the session is.</summary>
    internal Performance? Perform(MockEvent happened)
    {
        if (!Takes(happened) || _rules.Choose(happened) is not { } chosen)
            return null;
        Note(chosen, happened);
        return chosen.Rule.Performance;
    }

    /// <summary>The same where another layer acts: the rules count.</summary>
    internal void Count(MockEvent happened)
    {
        if (Takes(happened))
            _ = _rules.Choose(happened);
    }

    internal IEnumerable<MockRule> PerformInContent(MockEvent begins)
    {
        if (!Takes(begins))
            yield break;
        foreach (var chosen in _rules.ChooseInContent(begins))
        {
            Note(chosen, begins);
            yield return chosen.Rule;
        }
    }

    private bool Takes(MockEvent happened) => _takes?.Invoke(happened) != false;

    private static void Note(CountedRule chosen, MockEvent happened)
    {
        chosen.NoteAct();
        happened.Session.Note($"fault: {chosen.Rule}");
    }

    private static readonly MockMoment[] Early =
    [
        MockMoment.Connect, MockMoment.Tls, MockMoment.Hello, MockMoment.Ehlo, MockMoment.Helo, MockMoment.Lhlo,
        MockMoment.StartTls,
    ];

    /// <summary>
    /// The longest single wait of a rule: within the five minutes that an endpoint gives its output, so that it is the
    /// rule that acts and not the clock.
    /// </summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);
}

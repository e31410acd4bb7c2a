namespace Rockdove.Prober;

/// <summary>
/// Decides when an alert begins and ends, from results and ticks alone: it knows no clock, no database and no channel.
/// Its state is its open alerts, which are kept, and the last results of each pair, which are kept anyway.
/// </summary>
/// <remarks>
/// Each rule finds out which pairs fail, and asks <see cref="BlameJudge"/> what explains them: an alert is about that,
/// so that a sender that is down is one alert and not one for each receiver. An alert about a line stays until less
/// than half of it fails.
/// </remarks>
public sealed class AlertMachine
{
    private readonly List<RuleState> _rules;
    private readonly IReadOnlyList<MaintenanceWindow> _windows;
    private readonly TimeZoneInfo _zone;

    /// <param name="rules">What to look for.</param>
    /// <param name="pairs">The pairs that are measured.</param>
    /// <param name="windows">When not to.</param>
    /// <param name="zone">Whose clock daily windows go by.</param>
    /// <param name="begun">Since when results are awaited.</param>
    /// <exception cref="ArgumentException">A rule makes no sense, or two have one name.</exception>
    public AlertMachine(
        IReadOnlyCollection<AlertRule> rules, IReadOnlyCollection<ProbePair> pairs,
        IReadOnlyList<MaintenanceWindow> windows, TimeZoneInfo zone, DateTimeOffset begun)
    {
        ArgumentNullException.ThrowIfNull(rules);
        foreach (var rule in rules)
            rule.Validate();
        if (rules.GroupBy(rule => rule.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"Two rules are called {twice.Key}.", nameof(rules));
        (_windows, _zone) = (windows, zone);
        _rules = [.. rules.Select(rule => new RuleState(rule, pairs, begun))];
    }

    /// <summary>How many results of each pair <see cref="Restore"/> can use.</summary>
    public int RememberedResults => _rules.Count == 0
        ? 0
        : _rules.Max(state => Math.Max(state.Rule.FlapOutOf, Math.Max(state.Rule.OutOf, state.Rule.RecoverAfter)));

    /// <summary>Takes up what was kept when the program was stopped. Nothing happens by it.</summary>
    /// <param name="open">The alerts that were open.</param>
    /// <param name="results">The last results of each pair, the oldest first.</param>
    public void Restore(IEnumerable<AlertEntry> open, IEnumerable<ProbeResult> results)
    {
        ArgumentNullException.ThrowIfNull(open);
        ArgumentNullException.ThrowIfNull(results);
        foreach (var alert in open)
            _rules.Find(state => state.Rule.Name == alert.Rule)?.Restore(alert);
        foreach (var result in results)
        {
            foreach (var state in _rules)
                Take(state, result);
        }
    }

    /// <summary>A probe has ended.</summary>
    public IReadOnlyList<AlertChange> Add(ProbeResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var changes = new List<AlertChange>();
        foreach (var state in _rules)
        {
            if (Take(state, result))
                state.Judge(result.At, changes);
        }

        return changes;
    }

    /// <summary>Time has passed: finds silence, and reminds.</summary>
    public IReadOnlyList<AlertChange> Tick(DateTimeOffset now)
    {
        var changes = new List<AlertChange>();
        foreach (var state in _rules)
        {
            foreach (var pair in state.Pairs.Where(pair => IsInMaintenance(pair.Pair, now)))
                pair.Heard = now; // Nothing is expected of it; the wait begins when the work is over.
            state.Judge(now, changes);
            state.Remind(now, pair => IsInMaintenance(pair, now), changes);
        }

        return changes;
    }

    /// <returns>False for a result that this rule does not look at.</returns>
    private bool Take(RuleState state, ProbeResult result)
    {
        if (state.Find(result.Pair) is not { } pair || !ProbeNames.IsVerdict(result.Outcome))
            return false;
        if (IsInMaintenance(result.Pair, result.At))
        {
            pair.Heard = result.At;
            return false;
        }

        pair.Add(result);
        return true;
    }

    private bool IsInMaintenance(ProbePair pair, DateTimeOffset at) =>
        _windows.Any(window => window.Covers(pair, at, _zone));
}

namespace Rockdove.Prober;

/// <summary>One pair as one rule sees it.</summary>
internal sealed class PairHealth(AlertRule rule, ProbePair pair, DateTimeOffset begun)
{
    private readonly List<bool> _bad = []; // The last results, the newest at the end.

    public ProbePair Pair => pair;

    /// <summary>Enough bad results, and not yet enough good ones after them.</summary>
    public bool IsFailing { get; set; }

    public bool IsFlapping { get; private set; }

    /// <summary>When something was last heard of it, or the wait for that began.</summary>
    public DateTimeOffset Heard { get; set; } = begun;

    public bool HasResult => _bad.Count > 0;

    public DateTimeOffset? LastGood { get; private set; }

    /// <summary>The first of the bad results since it was last well.</summary>
    public DateTimeOffset? BadSince { get; private set; }

    public ProbeResult? LastBad { get; private set; }

    public void Add(ProbeResult result)
    {
        var isBad = rule.IsBad(result.Outcome, result.Delivery);
        Heard = result.At;
        _bad.Add(isBad);
        if (_bad.Count > Math.Max(Math.Max(rule.OutOf, rule.RecoverAfter), rule.FlapOutOf))
            _bad.RemoveAt(0);
        if (isBad)
        {
            BadSince ??= result.At;
            LastBad = result;
        }
        else
        {
            LastGood = result.At;
            BadSince = IsFailing ? BadSince : null;
        }

        if (Newest(rule.OutOf).Count(bad => bad) >= rule.FailAfter && isBad)
            IsFailing = true;
        else if (_bad.Count >= rule.RecoverAfter && !Newest(rule.RecoverAfter).Any(bad => bad))
            (IsFailing, BadSince) = (false, null);
        IsFlapping = Changes >= (IsFlapping ? rule.FlapChanges / 2 + 1 : rule.FlapChanges);
    }

    public bool IsSilent(DateTimeOffset now) => rule.SilentAfter is { } limit && now - Heard >= limit;

    private int Changes
    {
        get
        {
            var last = Newest(rule.FlapOutOf).ToList();
            return Enumerable.Range(1, Math.Max(0, last.Count - 1)).Count(i => last[i] != last[i - 1]);
        }
    }

    private IEnumerable<bool> Newest(int count) => _bad.Skip(Math.Max(0, _bad.Count - count));
}

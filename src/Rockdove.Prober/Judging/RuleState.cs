namespace Rockdove.Prober;

/// <summary>What one rule knows: the health of each pair, and the alerts that are open.</summary>
internal sealed class RuleState
{
    private readonly Dictionary<ProbePair, PairHealth> _pairs;
    private readonly Dictionary<string, Open> _open = [];

    public RuleState(AlertRule rule, IEnumerable<ProbePair> pairs, DateTimeOffset begun)
    {
        Rule = rule;
        _pairs = pairs.Where(rule.Covers).ToDictionary(pair => pair, pair => new PairHealth(rule, pair, begun));
    }

    public AlertRule Rule { get; }

    public IEnumerable<PairHealth> Pairs => _pairs.Values;

    public PairHealth? Find(ProbePair pair) => _pairs.GetValueOrDefault(pair);

    public void Restore(AlertEntry alert)
    {
        var finding = AlertSubject.Finding(alert.Detail);
        _open[alert.Subject] = new(finding, alert.Since, alert.State == FlappingWord, alert.Updated);
        foreach (var pair in Covered(finding))
            pair.IsFailing = alert.Detail.Pairs.Contains(pair.Pair.ToString());
    }

    /// <summary>Compares what should be told with what is.</summary>
    public void Judge(DateTimeOffset now, List<AlertChange> changes)
    {
        var wanted = Wanted(now);
        foreach (var (subject, open) in _open.Where(alert => !wanted.ContainsKey(alert.Key)).ToList())
        {
            var isExplained = Covered(open.Finding).Any(pair =>
                (IsBad(pair, now) || pair.IsFlapping)
                && wanted.Values.Any(other => BlameJudge.Covers(other.Finding, pair.Pair)));
            var kind = isExplained ? AlertChangeKind.Superseded : AlertChangeKind.Recovered;
            changes.Add(Change(kind, subject, open.Finding, open.Since, now));
            _open.Remove(subject);
        }

        foreach (var (subject, (finding, isFlapping)) in wanted)
        {
            var since = _open.TryGetValue(subject, out var open) ? open.Since : Since(finding, now);
            if (open is null || open.IsFlapping != isFlapping)
            {
                var kind = isFlapping ? AlertChangeKind.Flapping : AlertChangeKind.Opened;
                changes.Add(Change(kind, subject, finding, since, now));
                _open[subject] = new(finding, since, isFlapping, now);
            }
            else
            {
                _open[subject] = open with { Finding = finding };
            }
        }
    }

    /// <summary>Tells again of what goes on, except where all of it is left alone.</summary>
    public void Remind(DateTimeOffset now, Func<ProbePair, bool> isInMaintenance, List<AlertChange> changes)
    {
        foreach (var (subject, open) in _open.ToList())
        {
            if (open.IsFlapping || Rule.RemindEvery is not { } every || now - open.Told < every
                || Covered(open.Finding).All(pair => isInMaintenance(pair.Pair)))
                continue;
            changes.Add(Change(AlertChangeKind.Reminded, subject, open.Finding, open.Since, now));
            _open[subject] = open with { Told = now };
        }
    }

    private Dictionary<string, (BlameFinding Finding, bool IsFlapping)> Wanted(DateTimeOffset now)
    {
        var verdicts = _pairs.Values
            .Where(pair => pair.HasResult || pair.IsSilent(now))
            .Select(pair => new PairVerdict(pair.Pair, IsBad(pair, now)))
            .ToList();
        var found = BlameJudge.Judge(verdicts).ToList();
        foreach (var open in _open.Values.Where(open => Stays(open.Finding, found, verdicts)).ToList())
        {
            found.RemoveAll(other =>
                other.Kind == BlameKind.Pair && BlameJudge.Covers(open.Finding, new(other.From!, other.To!)));
            found.Add(Counted(open.Finding, verdicts));
        }

        var wanted = found.ToDictionary(AlertSubject.Of, finding => (finding, false));
        foreach (var pair in _pairs.Values.Where(pair => pair.IsFlapping))
        {
            if (!found.Exists(finding => BlameJudge.Covers(finding, pair.Pair)))
            {
                var finding = new BlameFinding(BlameKind.Pair, pair.Pair.From, pair.Pair.To, 1, 1);
                wanted.TryAdd(AlertSubject.Of(finding), (finding, true));
            }
        }

        return wanted;
    }

    /// <summary>Whether an alert about a line goes on that would not begin now.</summary>
    private static bool Stays(BlameFinding open, List<BlameFinding> found, List<PairVerdict> verdicts)
    {
        if (open.Kind == BlameKind.Pair
            || found.Exists(other => AlertSubject.Of(other) == AlertSubject.Of(open) || Includes(other, open)))
            return false;
        var counted = Counted(open, verdicts);
        return counted.Failed > 0 && counted.Failed >= KeptPart * counted.Measured;
    }

    private static bool Includes(BlameFinding larger, BlameFinding finding) =>
        larger.Kind == BlameKind.Prober
        || (larger.Kind == BlameKind.Account && larger.From == (finding.From ?? finding.To));

    private static BlameFinding Counted(BlameFinding finding, List<PairVerdict> verdicts)
    {
        var own = verdicts.FindAll(verdict => BlameJudge.Covers(finding, verdict.Pair));
        return finding with { Failed = own.Count(verdict => verdict.IsFailed), Measured = own.Count };
    }

    private static bool IsBad(PairHealth pair, DateTimeOffset now) =>
        pair.IsSilent(now) || (pair.IsFailing && !pair.IsFlapping);

    private IEnumerable<PairHealth> Covered(BlameFinding finding) =>
        _pairs.Values.Where(pair => BlameJudge.Covers(finding, pair.Pair));

    private DateTimeOffset Since(BlameFinding finding, DateTimeOffset now) =>
        Covered(finding).Where(pair => IsBad(pair, now)).Select(pair => pair.BadSince ?? pair.Heard)
            .DefaultIfEmpty(now).Min();

    private AlertChange Change(
        AlertChangeKind kind, string subject, BlameFinding finding, DateTimeOffset since, DateTimeOffset now)
    {
        var covered = Covered(finding).ToList();
        var failing = covered.FindAll(pair => IsBad(pair, now));
        var last = covered.Select(pair => pair.LastBad).Where(bad => bad is not null).MaxBy(bad => bad!.At);
        var silent = failing.Find(pair => pair.IsSilent(now));
        return new(kind, Rule, subject, since, now, new AlertDetail
        {
            Blame = AlertSubject.Word(finding.Kind),
            From = finding.From,
            To = finding.To,
            Failed = failing.Count,
            Measured = covered.Count(pair => pair.HasResult || pair.IsSilent(now)),
            LastGood = covered.Max(pair => pair.LastGood),
            Error = silent is not null ? Silence(silent) : last is null ? null : last.Error ?? Words(last),
            Probe = silent is null ? last?.Probe : null,
            Pairs = [.. failing.Take(MaximumPairs).Select(pair => pair.Pair.ToString())],
        });
    }

    private static string Silence(PairHealth pair) => FormattableString.Invariant(
        $"Nothing has been heard of {pair.Pair} since {pair.Heard.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC.");

    private static string Words(ProbeResult bad) => bad.Delivery is { } length
        ? FormattableString.Invariant($"{ProbeNames.Of(bad.Outcome)} after {length.TotalSeconds:0.###} s")
        : ProbeNames.Of(bad.Outcome);

    private sealed record Open(BlameFinding Finding, DateTimeOffset Since, bool IsFlapping, DateTimeOffset Told);

    /// <summary>
    /// Less than what begins an alert about a line, so that one pair that comes and goes does not end it.
    /// </summary>
    private const double KeptPart = 0.5;

    /// <summary>A row of a large matrix is known by its name; these are examples.</summary>
    private const int MaximumPairs = 20;

    internal const string FlappingWord = "flapping";
}

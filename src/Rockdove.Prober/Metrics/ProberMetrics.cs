namespace Rockdove.Prober;

/// <summary>
/// What Prometheus is told. Counters begin with the program, as they do; what happened last is read from the results
/// when it starts. Safe to be called by several at once.
/// </summary>
public sealed class ProberMetrics
{
    private readonly Lock _lock = new();
    private readonly MetricValues _values = new();
    private readonly Dictionary<long, Flight> _flights = [];
    private readonly bool? _pairHistograms;
    private HashSet<ProbePair> _pairs;
    private readonly TimeProvider _clock;
    private bool _hasPairHistograms;
    private readonly Dictionary<ProbePair, bool> _verdicts = [];

    /// <param name="pairs">The pairs that are measured: each begins with zeros, so that rates are right.</param>
    /// <param name="version">The version of the program.</param>
    /// <param name="clock">The time.</param>
    /// <param name="pairHistograms">
    /// Whether each pair has a histogram, of 18 series; null for up to <see cref="MostForPairHistograms"/> accounts.
    /// </param>
    public ProberMetrics(
        IReadOnlyCollection<ProbePair> pairs, string version, TimeProvider clock, bool? pairHistograms = null)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentNullException.ThrowIfNull(clock);
        _pairs = [.. pairs];
        _clock = clock;
        _pairHistograms = pairHistograms;
        _hasPairHistograms = HasHistograms();
        _values.Set(MetricFamilies.Build, 1, version);
        _values.Set(MetricFamilies.Start, Seconds(clock.GetUtcNow()));
        foreach (var pair in _pairs)
            Begin(pair);
    }

    /// <summary>
    /// Other pairs are measured from now on. Those that stay keep their counters, and of the others nothing is told.
    /// </summary>
    public void Measure(IReadOnlyCollection<ProbePair> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        lock (_lock)
        {
            var before = _pairs;
            _pairs = [.. pairs];
            _hasPairHistograms = HasHistograms();
            foreach (var gone in before.Except(_pairs))
            {
                _verdicts.Remove(gone);
                _values.Remove(("from", gone.From), ("to", gone.To));
            }

            var accounts = Accounts(_pairs).ToHashSet(StringComparer.Ordinal);
            foreach (var gone in Accounts(before).Where(name => !accounts.Contains(name)).Distinct())
                _values.Remove(("account", gone));
            foreach (var pair in _pairs.Except(before))
                Begin(pair);
        }
    }

    /// <summary>Takes up what happened before the program began.</summary>
    /// <param name="last">The last results of each pair, the oldest first.</param>
    /// <param name="open">Probes that have not ended.</param>
    public void Restore(IEnumerable<ProbeResult> last, IEnumerable<OpenProbe> open)
    {
        ArgumentNullException.ThrowIfNull(last);
        ArgumentNullException.ThrowIfNull(open);
        lock (_lock)
        {
            foreach (var result in last.Where(result => _pairs.Contains(result.Pair)))
                SetLast(result.Pair, result.Outcome, result.Delivery, result.At);
            foreach (var probe in open)
                _flights[probe.Id] = new(probe.Probe.Pair, probe.Started ?? probe.Probe.Due, IsSent: true);
        }
    }

    /// <summary>A probe is queued.</summary>
    public void Added(long id, ProbePair pair, DateTimeOffset due)
    {
        lock (_lock)
            _flights[id] = new(pair, due, IsSent: false);
    }

    /// <summary>A server took its mail.</summary>
    public void Sent(long id, SentProbe sent)
    {
        ArgumentNullException.ThrowIfNull(sent);
        lock (_lock)
        {
            if (!_flights.TryGetValue(id, out var flight) || !_pairs.Contains(flight.Pair))
                return;
            var (from, to) = (flight.Pair.From, flight.Pair.To);
            _flights[id] = new(flight.Pair, sent.Started, IsSent: true);
            _values.Add(MetricFamilies.Sent, 1, from, to);
            _values.Add(MetricFamilies.Deferrals, sent.Deferrals, from, to);
            _values.Set(MetricFamilies.LastSent, Seconds(sent.Accepted), from, to);
            Phases(from, "smtp", sent.Phases);
        }
    }

    /// <summary>A probe has ended.</summary>
    public void Resolved(long id, ProbeResolution end)
    {
        ArgumentNullException.ThrowIfNull(end);
        lock (_lock)
        {
            if (!_flights.Remove(id, out var flight) || !_pairs.Contains(flight.Pair))
                return;
            var (from, to) = (flight.Pair.From, flight.Pair.To);
            _values.Add(MetricFamilies.Results, 1, from, to, ProbeNames.Of(end.Outcome));
            if (!flight.IsSent && end.Seen is not null)
                _values.Add(MetricFamilies.Sent, 1, from, to); // It was seen before its 250 was told.
            SetLast(flight.Pair, end.Outcome, end.Delivery, end.Seen ?? end.At);
            if (end.Delivery is { } length && _hasPairHistograms)
                _values.Observe(MetricFamilies.Delivery, DeliveryBounds, length.TotalSeconds, from, to);
            if (end.Hops.Count > 0)
            {
                _values.Set(MetricFamilies.Hops, end.Hops.Count, from, to);
                _values.Set(MetricFamilies.UnencryptedHops, end.Hops.Count(hop => !hop.IsEncrypted), from, to);
            }

            foreach (var verdict in end.Verdicts)
                Judged(from, to, verdict);
            if (end is { Failure: { } failure, Outcome: not (ProbeOutcome.ReceiveFailed or ProbeOutcome.Bounced) })
                Failed(from, "smtp", failure);
        }
    }

    /// <summary>A mailbox was opened.</summary>
    public void SessionReady(string account, ReceiveProtocol protocol, IReadOnlyList<PhaseTime> phases)
    {
        ArgumentNullException.ThrowIfNull(phases);
        lock (_lock)
            Phases(account, Word(protocol), phases);
    }

    /// <summary>A mailbox could not be looked into.</summary>
    public void SessionFailed(string account, ReceiveProtocol protocol, ProbeFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        lock (_lock)
            Failed(account, Word(protocol), failure);
    }

    /// <summary>How many messages lie in a folder, and how many of them are ours and awaited by nobody.</summary>
    public void MailboxSeen(string account, string folder, long messages, long orphans)
    {
        lock (_lock)
        {
            _values.Set(MetricFamilies.MailboxMessages, messages, account, folder);
            _values.Set(MetricFamilies.Orphans, orphans, account, folder);
        }
    }

    /// <summary>How full a mailbox is, from 0 to 1.</summary>
    public void QuotaSeen(string account, double used) => Set(MetricFamilies.QuotaUsed, used, account);

    /// <summary>A mail of ours was deleted.</summary>
    public void Cleaned(string account, string folder)
    {
        lock (_lock)
            _values.Add(MetricFamilies.Cleaned, 1, account, folder);
    }

    /// <summary>How many mails an account may still send in a <c>minute</c>, <c>hour</c> or <c>day</c>.</summary>
    public void BudgetSeen(string account, string window, long remaining) =>
        Set(MetricFamilies.BudgetRemaining, remaining, account, window);

    /// <summary>An account waits, or not any more.</summary>
    public void Paused(string account, string reason, bool isPaused) =>
        Set(MetricFamilies.Paused, isPaused ? 1 : 0, account, reason);

    /// <summary>When the token of an account runs out.</summary>
    public void TokenExpires(string account, DateTimeOffset at) =>
        Set(MetricFamilies.TokenExpiry, Seconds(at), account);

    /// <summary>How late a probe was begun.</summary>
    public void SchedulerLate(TimeSpan lag) => Set(MetricFamilies.SchedulerLag, lag.TotalSeconds);

    /// <summary>How long a run took.</summary>
    public void RunEnded(TimeSpan length) => Set(MetricFamilies.RunDuration, length.TotalSeconds);

    /// <summary>The configuration was read, or could not be.</summary>
    public void ConfigurationRead(bool isSuccessful)
    {
        lock (_lock)
        {
            _values.Set(MetricFamilies.ReloadSuccessful, isSuccessful ? 1 : 0);
            if (isSuccessful)
                _values.Set(MetricFamilies.ReloadTime, Seconds(_clock.GetUtcNow()));
        }
    }

    /// <summary>All metrics, as of now.</summary>
    /// <param name="reader">Has checks, certificates and clocks; null leaves these out.</param>
    /// <param name="writeErrors">How many writes of results have failed.</param>
    /// <param name="isOpenMetrics">In the format of OpenMetrics.</param>
    public string Write(ProbeReader? reader, long writeErrors, bool isOpenMetrics)
    {
        lock (_lock)
        {
            SetFlights();
            SetBlame();
            _values.Set(MetricFamilies.DatabaseErrors, writeErrors);
            if (reader is not null)
                CheckMetrics.Set(_values, reader);
            var text = new MetricsText(isOpenMetrics);
            foreach (var family in MetricFamilies.All)
                text.Write(family, _values.Of(family));
            return text.End();
        }
    }

    /// <summary>Whether a scraper wants OpenMetrics, by its field Accept.</summary>
    public static bool WantsOpenMetrics(string? accept) =>
        accept?.Contains("application/openmetrics-text", StringComparison.OrdinalIgnoreCase) ?? false;

    private bool HasHistograms() =>
        _pairHistograms ?? Accounts(_pairs).Distinct().Count() <= MostForPairHistograms;

    private static IEnumerable<string> Accounts(IEnumerable<ProbePair> pairs) =>
        pairs.SelectMany(pair => new[] { pair.From, pair.To });

    private void Begin(ProbePair pair)
    {
        var (from, to) = (pair.From, pair.To);
        _values.Set(MetricFamilies.Sent, 0, from, to);
        _values.Set(MetricFamilies.Deferrals, 0, from, to);
        foreach (var outcome in Enum.GetValues<ProbeOutcome>())
            _values.Set(MetricFamilies.Results, 0, from, to, ProbeNames.Of(outcome));
        _values.Set(MetricFamilies.LastSent, 0, from, to);
        _values.Set(MetricFamilies.LastDelivered, 0, from, to);
        if (_hasPairHistograms)
            _values.Begin(MetricFamilies.Delivery, DeliveryBounds, from, to);
    }

    private void SetLast(ProbePair pair, ProbeOutcome outcome, TimeSpan? delivery, DateTimeOffset at)
    {
        var (from, to) = (pair.From, pair.To);
        foreach (var other in Enum.GetValues<ProbeOutcome>())
            _values.Set(MetricFamilies.LastResult, other == outcome ? 1 : 0, from, to, ProbeNames.Of(other));
        if (!ProbeNames.IsVerdict(outcome))
            return;
        var isGood = ProbeNames.IsGood(outcome);
        _verdicts[pair] = !isGood;
        _values.Set(MetricFamilies.Up, isGood ? 1 : 0, from, to);
        if (isGood)
            _values.Set(MetricFamilies.LastDelivered, Seconds(at), from, to);
        if (delivery is { } length)
            _values.Set(MetricFamilies.LastDelivery, length.TotalSeconds, from, to);
    }

    private void SetFlights()
    {
        var now = _clock.GetUtcNow();
        _values.Clear(MetricFamilies.InFlight);
        _values.Clear(MetricFamilies.OldestInFlight);
        foreach (var pair in _pairs)
        {
            _values.Set(MetricFamilies.InFlight, 0, pair.From, pair.To);
            _values.Set(MetricFamilies.OldestInFlight, 0, pair.From, pair.To);
        }

        foreach (var flights in _flights.Values.GroupBy(flight => flight.Pair)
            .Where(flights => _pairs.Contains(flights.Key)))
        {
            var age = now - flights.Min(flight => flight.Since);
            _values.Set(MetricFamilies.InFlight, flights.Count(), flights.Key.From, flights.Key.To);
            _values.Set(
                MetricFamilies.OldestInFlight, Math.Max(0, age.TotalSeconds), flights.Key.From, flights.Key.To);
        }
    }

    private void SetBlame()
    {
        _values.Clear(MetricFamilies.Blame);
        foreach (var pair in _pairs)
        {
            _values.Set(MetricFamilies.Blame, 0, "sender", pair.From);
            _values.Set(MetricFamilies.Blame, 0, "receiver", pair.To);
        }

        _values.Set(MetricFamilies.Blame, 0, "prober", "");
        foreach (var finding in BlameJudge.Judge(_verdicts.Select(one => new PairVerdict(one.Key, one.Value))))
        {
            if (finding.Kind is BlameKind.Sender or BlameKind.Account)
                _values.Set(MetricFamilies.Blame, 1, "sender", finding.From!);
            if (finding.Kind is BlameKind.Receiver or BlameKind.Account)
                _values.Set(MetricFamilies.Blame, 1, "receiver", finding.To!);
            if (finding.Kind is BlameKind.Prober)
                _values.Set(MetricFamilies.Blame, 1, "prober", "");
        }
    }

    private void Phases(string account, string protocol, IReadOnlyList<PhaseTime> phases)
    {
        foreach (var phase in phases)
        {
            _values.Observe(
                MetricFamilies.SessionPhase, PhaseBounds, phase.Length.TotalSeconds, account, protocol,
                ProbeNames.Of(phase.Stage));
        }
    }

    private void Failed(string account, string protocol, ProbeFailure failure) => _values.Add(
        MetricFamilies.SessionFailures, 1, account, protocol, ProbeNames.Of(failure.Stage), Reason(failure));

    /// <summary>Words that RFC 8601 has: those that somebody made up would each be a series.</summary>
    private void Judged(string from, string to, ProbeVerdict verdict)
    {
        if (!Methods.Contains(verdict.Method))
            return;
        var word = KnownVerdicts.Contains(verdict.Result) ? verdict.Result : "other";
        _values.Add(MetricFamilies.Verdicts, 1, from, to, verdict.Method, word);
    }

    /// <summary>Few words, and never those of a server: a label has a value for each of them.</summary>
    private static string Reason(ProbeFailure failure) => failure.Code switch
    {
        >= 500 => "refused",
        >= 400 => "deferred",
        _ => "broken",
    };

    private static string Word(ReceiveProtocol protocol) => protocol == ReceiveProtocol.Imap ? "imap" : "pop3";

    private void Set(MetricFamily family, double value, params string[] labels)
    {
        lock (_lock)
            _values.Set(family, value, labels);
    }

    private static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;

    private sealed record Flight(ProbePair Pair, DateTimeOffset Since, bool IsSent);

    /// <summary>20 accounts have 380 pairs, whose histograms are 6,840 series.</summary>
    public const int MostForPairHistograms = 20;

    /// <summary>The type of the text format.</summary>
    public const string TextType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>The type of OpenMetrics.</summary>
    public const string OpenMetricsType = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private static readonly string[] Methods = ["spf", "dkim", "dmarc", "arc"];

    private static readonly string[] KnownVerdicts =
        ["pass", "fail", "softfail", "neutral", "none", "policy", "temperror", "permerror"];

    private static readonly double[] DeliveryBounds =
        [1, 2, 3, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 14400];

    private static readonly double[] PhaseBounds = [0.005, 0.02, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60];
}

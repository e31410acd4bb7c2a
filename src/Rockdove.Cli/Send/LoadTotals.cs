using Rockdove.Smtp;

namespace Rockdove.Cli;

/// <summary>What one session, or all together, have done. One thread of control at a time.</summary>
internal sealed class LoadTotals
{
    private readonly Dictionary<(string Phase, string Reply), long> _failures = [];
    private long _unlistedFailures;

    /// <summary>Messages that every recipient got.</summary>
    public long Delivered { get; private set; }

    /// <summary>Messages that some recipient did not get.</summary>
    public long Failed { get; private set; }

    public long RecipientsDelivered { get; private set; }

    public long Connections { get; set; }

    /// <summary>
    /// From MAIL, or from connecting when each message has a connection of its own, to the last reply.
    /// </summary>
    public LatencyHistogram Latency { get; } = new();

    /// <summary>The code of the first message that failed; zero when none did.</summary>
    public int FirstFailure { get; private set; }

    public IEnumerable<LoadFailure> Failures =>
        _failures.OrderByDescending(failure => failure.Value)
            .Select(failure => new LoadFailure(failure.Key.Phase, failure.Key.Reply, failure.Value))
            .Concat(_unlistedFailures > 0 ? [new LoadFailure("", "other replies", _unlistedFailures)] : []);

    public void Took(SmtpTransaction transaction, SmtpClientFailure? failure, TimeSpan latency)
    {
        var delivered = transaction.DeliveredCount;
        RecipientsDelivered += delivered;
        if (delivered == transaction.Recipients.Count)
        {
            Delivered++;
            Latency.Add(latency);
            return;
        }

        var refused = transaction.Recipients.First(result => result.Outcome != RecipientOutcome.Delivered);
        var reply = refused.Response?.ToString() ?? failure?.Explanation ?? RecipientReport.Explain(refused.Refusal);
        Fail(
            SendExitCode.Of(transaction.Recipients, failure),
            SendExitCode.Word(SendExitCode.PhaseOf(refused)),
            reply);
    }

    /// <summary>A message that could not be tried, since there was no connection.</summary>
    public void CouldNotOpen(SmtpClientFailure failure) =>
        Fail(SendExitCode.Of(failure), SendExitCode.Word(failure.Phase), SendReport.Explain(failure));

    public void Add(LoadTotals other)
    {
        Delivered += other.Delivered;
        Failed += other.Failed;
        RecipientsDelivered += other.RecipientsDelivered;
        Connections += other.Connections;
        Latency.Add(other.Latency);
        if (FirstFailure == 0)
            FirstFailure = other.FirstFailure;
        foreach (var (key, count) in other._failures)
            Note(key, count);
        _unlistedFailures += other._unlistedFailures;
    }

    private void Fail(int code, string phase, string reply)
    {
        Failed++;
        if (FirstFailure == 0)
            FirstFailure = code;
        Note((phase, reply), 1);
    }

    private void Note((string Phase, string Reply) key, long count)
    {
        if (_failures.TryGetValue(key, out var before) || _failures.Count < MaxKinds)
            _failures[key] = before + count;
        else
            _unlistedFailures += count;
    }

    /// <summary>Replies often hold a number of their own: no list of thousands.</summary>
    private const int MaxKinds = 20;
}

/// <summary>One way to fail, and how often.</summary>
internal sealed record LoadFailure(string Phase, string Reply, long Count);

using System.Collections.Concurrent;

namespace Rockdove.Prober;

/// <summary>
/// A journal that tells metrics and alerts what it keeps, once it is kept, so that whoever runs probes need not know of
/// either.
/// </summary>
/// <param name="inner">Keeps it.</param>
/// <param name="metrics">Told of each step; null for nobody.</param>
/// <param name="alerts">Told of each result; null for nobody.</param>
public sealed class ObservedJournal(IProbeJournal inner, ProberMetrics? metrics, AlertDesk? alerts) : IProbeJournal
{
    private readonly ConcurrentDictionary<long, ProbePair> _pairs = new();

    public ValueTask KnowAsync(
        IReadOnlyList<ProbeAccount> accounts, DateTimeOffset at, CancellationToken cancellationToken) =>
        inner.KnowAsync(accounts, at, cancellationToken);

    public ValueTask<long> BeginRunAsync(ProbeRun run, CancellationToken cancellationToken) =>
        inner.BeginRunAsync(run, cancellationToken);

    public ValueTask EndRunAsync(long run, DateTimeOffset at, RunFlags flags, CancellationToken cancellationToken) =>
        inner.EndRunAsync(run, at, flags, cancellationToken);

    public async ValueTask<long> AddAsync(NewProbe probe, CancellationToken cancellationToken)
    {
        var id = await inner.AddAsync(probe, cancellationToken).ConfigureAwait(false);
        _pairs[id] = probe.Pair;
        metrics?.Added(id, probe.Pair, probe.Due);
        return id;
    }

    public ValueTask BeginSendingAsync(long probe, DateTimeOffset at, CancellationToken cancellationToken) =>
        inner.BeginSendingAsync(probe, at, cancellationToken);

    public async ValueTask SentAsync(long probe, SentProbe sent, CancellationToken cancellationToken)
    {
        await inner.SentAsync(probe, sent, cancellationToken).ConfigureAwait(false);
        metrics?.Sent(probe, sent);
    }

    public ValueTask OverdueAsync(long probe, CancellationToken cancellationToken) =>
        inner.OverdueAsync(probe, cancellationToken);

    public async ValueTask<bool> ResolveAsync(
        long probe, ProbeResolution resolution, CancellationToken cancellationToken)
    {
        if (!await inner.ResolveAsync(probe, resolution, cancellationToken).ConfigureAwait(false))
            return false;
        metrics?.Resolved(probe, resolution);
        if (_pairs.TryRemove(probe, out var pair) && alerts is not null)
        {
            var result = new ProbeResult(
                probe, pair, resolution.Outcome, resolution.Delivery, resolution.At, resolution.Failure?.Text);
            await alerts.AddAsync(result, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    public ValueTask AddTranscriptAsync(
        long? probe, string account, KeptTranscript transcript, CancellationToken cancellationToken) =>
        inner.AddTranscriptAsync(probe, account, transcript, cancellationToken);

    public async ValueTask<IReadOnlyList<OpenProbe>> OpenProbesAsync(CancellationToken cancellationToken)
    {
        var open = await inner.OpenProbesAsync(cancellationToken).ConfigureAwait(false);
        foreach (var probe in open)
            _pairs.TryAdd(probe.Id, probe.Probe.Pair);
        return open;
    }

    public ValueTask<int> SentSinceAsync(string account, DateTimeOffset since, CancellationToken cancellationToken) =>
        inner.SentSinceAsync(account, since, cancellationToken);

    public ValueTask<FolderCursor?> CursorAsync(string account, string folder, CancellationToken cancellationToken) =>
        inner.CursorAsync(account, folder, cancellationToken);

    public ValueTask SetCursorAsync(
        string account, string folder, FolderCursor cursor, CancellationToken cancellationToken) =>
        inner.SetCursorAsync(account, folder, cursor, cancellationToken);
}

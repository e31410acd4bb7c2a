namespace Rockdove.Prober;

/// <summary>
/// A journal that is gone with the process: for a run whose results are only looked at, and for tests.
/// </summary>
public sealed class MemoryProbeJournal : IProbeJournal
{
    private readonly Lock _lock = new();
    private readonly List<Row> _probes = [];
    private readonly Dictionary<(string, string), FolderCursor> _cursors = [];
    private readonly List<(ProbeRun Run, RunFlags? Ended)> _runs = [];
    private readonly List<(long? Probe, string Account, KeptTranscript Transcript)> _transcripts = [];

    /// <summary>Each probe with its outcome, or null; a copy.</summary>
    public IReadOnlyList<(NewProbe Probe, ProbeState State, ProbeResolution? Resolution)> Probes
    {
        get
        {
            lock (_lock)
                return [.. _probes.Select(row => (row.Probe, row.State, row.Resolution))];
        }
    }

    /// <summary>What was said; a copy.</summary>
    public IReadOnlyList<(long? Probe, string Account, KeptTranscript Transcript)> Transcripts
    {
        get
        {
            lock (_lock)
                return [.. _transcripts];
        }
    }

    /// <summary>Each run, and how it ended; null while it goes on.</summary>
    public IReadOnlyList<(ProbeRun Run, RunFlags? Ended)> Runs
    {
        get
        {
            lock (_lock)
                return [.. _runs];
        }
    }

    public ValueTask<long> BeginRunAsync(ProbeRun run, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _runs.Add((run, null));
            return new(_runs.Count);
        }
    }

    public ValueTask EndRunAsync(long run, DateTimeOffset at, RunFlags flags, CancellationToken cancellationToken)
    {
        lock (_lock)
            _runs[(int)run - 1] = (_runs[(int)run - 1].Run, flags);
        return ValueTask.CompletedTask;
    }

    public ValueTask<long> AddAsync(NewProbe probe, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _probes.Add(new Row(probe));
            return new(_probes.Count);
        }
    }

    public ValueTask BeginSendingAsync(long probe, DateTimeOffset at, CancellationToken cancellationToken) =>
        Change(probe, row => (row.State, row.Started) = (ProbeState.Sending, at));

    public ValueTask SentAsync(long probe, SentProbe sent, CancellationToken cancellationToken) =>
        Change(probe, row => (row.State, row.Started, row.Accepted) = (ProbeState.Sent, sent.Started, sent.Accepted));

    public ValueTask OverdueAsync(long probe, CancellationToken cancellationToken) =>
        Change(probe, row => row.State = ProbeState.Overdue);

    public ValueTask<bool> ResolveAsync(long probe, ProbeResolution resolution, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var row = _probes[(int)probe - 1];
            if (row.Resolution is not null)
                return new(false);
            (row.State, row.Resolution) = (ProbeState.Resolved, resolution);
            return new(true);
        }
    }

    public ValueTask AddTranscriptAsync(
        long? probe, string account, KeptTranscript transcript, CancellationToken cancellationToken)
    {
        lock (_lock)
            _transcripts.Add((probe, account, transcript));
        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<OpenProbe>> OpenProbesAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return new(
            [
                .. _probes.Select((row, at) => (Row: row, Id: at + 1)).Where(one => one.Row.Resolution is null)
                    .Select(one => new OpenProbe(
                        one.Id, one.Row.Probe, one.Row.State, one.Row.Started, one.Row.Accepted)),
            ]);
        }
    }

    public ValueTask<int> SentSinceAsync(string account, DateTimeOffset since, CancellationToken cancellationToken)
    {
        lock (_lock)
            return new(_probes.Count(row => row.Probe.Pair.From == account && row.Started >= since));
    }

    public ValueTask<FolderCursor?> CursorAsync(string account, string folder, CancellationToken cancellationToken)
    {
        lock (_lock)
            return new(_cursors.GetValueOrDefault((account, folder)));
    }

    public ValueTask SetCursorAsync(
        string account, string folder, FolderCursor cursor, CancellationToken cancellationToken)
    {
        lock (_lock)
            _cursors[(account, folder)] = cursor;
        return ValueTask.CompletedTask;
    }

    private ValueTask Change(long probe, Action<Row> change)
    {
        lock (_lock)
            change(_probes[(int)probe - 1]);
        return ValueTask.CompletedTask;
    }

    private sealed class Row(NewProbe probe)
    {
        public NewProbe Probe { get; } = probe;

        public ProbeState State { get; set; }

        public DateTimeOffset? Started { get; set; }

        public DateTimeOffset? Accepted { get; set; }

        public ProbeResolution? Resolution { get; set; }
    }
}

namespace Rockdove.Prober.Tests;

/// <summary>A journal whose disk is full: nothing can be added.</summary>
internal sealed class BrokenJournal : IProbeJournal
{
    private readonly MemoryProbeJournal _inner = new();

    public ValueTask<long> BeginRunAsync(ProbeRun run, CancellationToken cancellationToken) =>
        _inner.BeginRunAsync(run, cancellationToken);

    public ValueTask EndRunAsync(long run, DateTimeOffset at, RunFlags flags, CancellationToken cancellationToken) =>
        _inner.EndRunAsync(run, at, flags, cancellationToken);

    public ValueTask<long> AddAsync(NewProbe probe, CancellationToken cancellationToken) =>
        throw new IOException("The disk is full.");

    public ValueTask BeginSendingAsync(long probe, DateTimeOffset at, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask SentAsync(long probe, SentProbe sent, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask OverdueAsync(long probe, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<bool> ResolveAsync(
        long probe, ProbeResolution resolution, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask AddTranscriptAsync(
        long? probe, string account, KeptTranscript transcript, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyList<OpenProbe>> OpenProbesAsync(CancellationToken cancellationToken) =>
        _inner.OpenProbesAsync(cancellationToken);

    public ValueTask<int> SentSinceAsync(
        string account, DateTimeOffset since, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<FolderCursor?> CursorAsync(
        string account, string folder, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask SetCursorAsync(
        string account, string folder, FolderCursor cursor, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}

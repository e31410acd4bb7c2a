using System.Collections.Concurrent;

namespace Rockdove.Prober.Tests;

/// <summary>Keeps cursors, which is all that a watch asks a journal for.</summary>
internal sealed class CursorJournal : IProbeJournal
{
    public ConcurrentDictionary<string, FolderCursor> Cursors { get; } = new(StringComparer.Ordinal);

    public ValueTask<FolderCursor?> CursorAsync(string account, string folder, CancellationToken cancellationToken) =>
        new(Cursors.GetValueOrDefault($"{account} {folder}"));

    public ValueTask SetCursorAsync(
        string account, string folder, FolderCursor cursor, CancellationToken cancellationToken)
    {
        Cursors[$"{account} {folder}"] = cursor;
        return default;
    }

    public ValueTask<long> BeginRunAsync(ProbeRun run, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask EndRunAsync(long run, DateTimeOffset at, RunFlags flags, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<long> AddAsync(NewProbe probe, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

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
        throw new NotSupportedException();

    public ValueTask<int> SentSinceAsync(string account, DateTimeOffset since, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}

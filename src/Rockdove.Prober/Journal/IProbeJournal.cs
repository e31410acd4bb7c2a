namespace Rockdove.Prober;

/// <summary>
/// What a prober keeps. Each call is durable when it returns, so that a kill at any point leaves probes that can be
/// resumed. Safe to be called by several at once.
/// </summary>
public interface IProbeJournal
{
    /// <summary>
    /// Says who takes part, before there is a run: what is kept of mailboxes is kept by their accounts.
    /// </summary>
    ValueTask KnowAsync(
        IReadOnlyList<ProbeAccount> accounts, DateTimeOffset at, CancellationToken cancellationToken) =>
        ValueTask.CompletedTask;

    /// <summary>Begins a set of probes.</summary>
    ValueTask<long> BeginRunAsync(ProbeRun run, CancellationToken cancellationToken);

    /// <summary>Ends it.</summary>
    ValueTask EndRunAsync(long run, DateTimeOffset at, RunFlags flags, CancellationToken cancellationToken);

    /// <summary>Keeps a new probe, queued; its id.</summary>
    ValueTask<long> AddAsync(NewProbe probe, CancellationToken cancellationToken);

    /// <summary>Says that sending begins: after a crash it may have been sent.</summary>
    ValueTask BeginSendingAsync(long probe, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Keeps that a server took it, how long each step took and what was said.</summary>
    ValueTask SentAsync(long probe, SentProbe sent, CancellationToken cancellationToken);

    /// <summary>Says that the soft deadline has passed.</summary>
    ValueTask OverdueAsync(long probe, CancellationToken cancellationToken);

    /// <summary>
    /// Gives a probe its outcome, once and for ever.
    /// </summary>
    /// <returns>False when it had one.</returns>
    ValueTask<bool> ResolveAsync(long probe, ProbeResolution resolution, CancellationToken cancellationToken);

    /// <summary>Keeps what was said, gzip and with secrets hidden; <paramref name="probe"/> may be null.</summary>
    ValueTask AddTranscriptAsync(
        long? probe, string account, KeptTranscript transcript, CancellationToken cancellationToken);

    /// <summary>Probes without an outcome, oldest first.</summary>
    ValueTask<IReadOnlyList<OpenProbe>> OpenProbesAsync(CancellationToken cancellationToken);

    /// <summary>How many mails the account has begun to send since then.</summary>
    ValueTask<int> SentSinceAsync(string account, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>How far a folder has been read; null when never.</summary>
    ValueTask<FolderCursor?> CursorAsync(string account, string folder, CancellationToken cancellationToken);

    /// <summary>Keeps how far a folder has been read.</summary>
    ValueTask SetCursorAsync(string account, string folder, FolderCursor cursor, CancellationToken cancellationToken);
}

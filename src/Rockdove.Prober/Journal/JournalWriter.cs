using System.Collections.Concurrent;
using Rockdove.Sqlite;

namespace Rockdove.Prober;

/// <summary>
/// The one thread that writes. What waits when it comes back is one transaction, so that many probes at once cost one
/// sync; a write that fails takes no other one along.
/// </summary>
internal sealed class JournalWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly BlockingCollection<Write> _queue = [];
    private readonly Thread _thread;
    private long _errors;
    private readonly bool _maySync;
    private bool _isSyncing;

    /// <param name="connection">Belongs to the writer from here on.</param>
    /// <param name="maySync">Whether writes that are to be synced are.</param>
    public JournalWriter(SqliteConnection connection, bool maySync)
    {
        (_connection, _maySync) = (connection, maySync);
        _thread = new Thread(Run) { Name = "probe journal", IsBackground = true };
        _thread.Start();
    }

    /// <summary>How many writes have failed.</summary>
    public long Errors => Interlocked.Read(ref _errors);

    /// <summary>Runs in a transaction, and completes when it is committed.</summary>
    /// <param name="isSynced">
    /// Whether it must outlive a power cut. What is not synced outlives a kill of this process all the same.
    /// </param>
    /// <param name="write">What to do.</param>
    /// <param name="cancellationToken">Gives up, until it has come into the queue.</param>
    /// <exception cref="ObjectDisposedException">The writer has been closed.</exception>
    public Task<T> RunAsync<T>(bool isSynced, Func<SqliteConnection, T> write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var work = new Write<T>(isSynced, write);
        try
        {
            _queue.Add(work, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            throw new ObjectDisposedException(nameof(SqliteProbeJournal));
        }

        return work.Task;
    }

    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        _connection.Dispose();
        _queue.Dispose();
    }

    private void Run()
    {
        var batch = new List<Write>(MaximumBatch);
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            batch.Add(first);
            while (batch.Count < MaximumBatch && _queue.TryTake(out var next))
                batch.Add(next);
            Commit(batch);
            batch.Clear();
        }
    }

    private void Commit(List<Write> batch)
    {
        try
        {
            Sync(_maySync && batch.Exists(work => work.IsSynced));
            _connection.Execute("BEGIN IMMEDIATE");
            foreach (var work in batch)
                RunOne(work);
            _connection.Execute("COMMIT");
        }
        catch (SqliteException error)
        {
            // Nothing of this batch is in the database: SQLite has undone it, or does so now.
            foreach (var work in batch)
                work.Error ??= error;
            if (_connection.IsInTransaction)
                _connection.Execute("ROLLBACK");
        }

        foreach (var work in batch)
        {
            if (work.Error is not null)
                Interlocked.Increment(ref _errors);
            work.Complete();
        }
    }

    private void RunOne(Write work)
    {
        _connection.Execute("SAVEPOINT one");
        try
        {
            work.Run(_connection);
        }
        catch (Exception error) when (_connection.IsInTransaction)
        {
            work.Error = error;
            _connection.Execute("ROLLBACK TO one");
        }

        _connection.Execute("RELEASE one");
    }

    private void Sync(bool isSyncing)
    {
        if (isSyncing == _isSyncing)
            return;
        _connection.Execute(isSyncing ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
        _isSyncing = isSyncing;
    }

    private abstract class Write(bool isSynced)
    {
        public bool IsSynced => isSynced;

        public Exception? Error { get; set; }

        public abstract void Run(SqliteConnection connection);

        public abstract void Complete();
    }

    private sealed class Write<T>(bool isSynced, Func<SqliteConnection, T> write) : Write(isSynced)
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;

        public Task<T> Task => _done.Task;

        public override void Run(SqliteConnection connection) => _result = write(connection);

        public override void Complete()
        {
            if (Error is { } error)
                _done.SetException(error);
            else
                _done.SetResult(_result!);
        }
    }

    /// <summary>So many writes are one transaction at most, so that the first of them does not wait for long.</summary>
    private const int MaximumBatch = 256;
}

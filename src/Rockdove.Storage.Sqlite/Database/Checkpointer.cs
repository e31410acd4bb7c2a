using SQLitePCL;

namespace Rockdove.Storage.Sqlite;

/// <summary>
/// Keeps the write-ahead log short, on a thread and a connection of its own, off the path of commits.
/// </summary>
/// <remarks>
/// SQLite before 3.51.3 can lose a commit when a checkpoint begins on a log that is wholly moved while a writer starts
/// the log anew (sqlite.org/wal.html, section "The WAL-Reset Bug"). So none begins unless something was committed after
/// the last one ended, and there is no other connection that checkpoints.
/// </remarks>
internal sealed class Checkpointer : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Action<Exception> _failed;
    private readonly Thread _thread;
    private readonly AutoResetEvent _wake = new(false);
    private readonly Lock _gate = new();
    private long _changesSinceEnd, _pages;
    private volatile bool _stopped;

    public Checkpointer(string path, Action<Exception> failed)
    {
        _connection = new SqliteConnection(path);
        Schema.Configure(_connection);
        _failed = failed;
        _thread = new Thread(Run) { IsBackground = true, Name = "rockdove checkpoints" };
        _thread.Start();
    }

    /// <summary>Called by the writer after each commit, with a measure of how much it wrote.</summary>
    public void Committed(int changes)
    {
        if (Interlocked.Add(ref _changesSinceEnd, changes) < ChangesBetween)
            return;
        if (Volatile.Read(ref _pages) > MostPages)
            Checkpoint(); // The log outgrows the other thread: the writer pauses until it is moved, and starts it anew.
        else
            _wake.Set();
    }

    public void Dispose()
    {
        _stopped = true;
        _wake.Set();
        _thread.Join();
        _wake.Dispose();
        _connection.Dispose();
    }

    private void Run()
    {
        while (!_stopped)
        {
            _wake.WaitOne();
            if (!_stopped)
                Checkpoint();
        }
    }

    /// <summary>Whether something was committed since the last checkpoint ended.</summary>
    internal bool IsOwed => Volatile.Read(ref _changesSinceEnd) > 0;

    internal void Checkpoint()
    {
        lock (_gate)
        {
            if (Volatile.Read(ref _changesSinceEnd) == 0)
                return;
            try
            {
                var (pages, _) = _connection.Checkpoint(raw.SQLITE_CHECKPOINT_PASSIVE);
                Volatile.Write(ref _pages, pages);
            }
            catch (SqliteException error) when (error.IsBusy)
            {
                // So SQLite says, without waiting, when it comes upon the header of the log while the writer changes
                // it, which takes a moment, and longer on an overloaded machine. The next commit tries again.
                return;
            }
            catch (SqliteException error) when (error.IsFull)
            {
                // Nothing is lost: the log stays as it is and grows until there is room in the database.
            }
            catch (SqliteException error)
            {
                _failed(error);
            }
            Volatile.Write(ref _changesSinceEnd, 0);
        }
    }

    /// <summary>Changes between two checkpoints: some megabytes of log.</summary>
    private const int ChangesBetween = 1000;

    /// <summary>Pages of the log, 128 MiB of them, beyond which the writer waits for a checkpoint.</summary>
    private const int MostPages = 16 * 1024;
}

using System.Diagnostics;

namespace Rockdove.Storage.Sqlite;

/// <summary>What waits for the writer, in the order of asking.</summary>
internal sealed class WriteQueue
{
    private readonly object _gate = new();
    private readonly Queue<WriteOp> _waiting = new();
    private int _wanted;
    private bool _closed;

    /// <summary>How many wait now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _waiting.Count;
        }
    }

    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    public void Add(WriteOp op)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(SqliteMailStore));
            _waiting.Enqueue(op);
            if (_waiting.Count >= _wanted) // Each time the writer is woken costs as much as a row.
                Monitor.Pulse(_gate);
        }
    }

    /// <summary>
    /// Waits for something to do and fills a batch with it, as far as it may grow. False once the queue is closed and
    /// empty.
    /// </summary>
    /// <param name="batch">Empty; filled with what nobody has given up.</param>
    /// <param name="expected">How many are about to ask: waiting for them makes one batch of two.</param>
    /// <param name="mostWait">How long to wait for them.</param>
    public bool Take(List<WriteOp> batch, int expected, TimeSpan mostWait)
    {
        lock (_gate)
        {
            _wanted = 1;
            while (_waiting.Count == 0)
            {
                if (_closed)
                    return false;
                Monitor.Wait(_gate);
            }
            if (expected > 1)
                Gather(Math.Min(expected, EnoughOps), mostWait);
            var bytes = 0L;
            while (batch.Count < MostOps && bytes < MostBytes && _waiting.TryDequeue(out var op))
            {
                if (!op.TryTake())
                    continue;
                batch.Add(op);
                bytes += op.RecordBytes;
            }
            return true;
        }
    }

    /// <summary>What was added before still happens.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void Gather(int wanted, TimeSpan mostWait)
    {
        var started = Stopwatch.GetTimestamp();
        _wanted = wanted;
        while (_waiting.Count < wanted && !_closed
            && mostWait - Stopwatch.GetElapsedTime(started) is { Ticks: > 0 } left)
        {
            Monitor.Wait(_gate, left);
        }
    }

    /// <summary>
    /// Changes in a batch: beyond, a sync costs each of them nothing any more, and the last one waits.
    /// </summary>
    internal const int MostOps = 256;

    /// <summary>
    /// Changes that are worth a commit of their own: a batch of so many is begun though more are expected, so that
    /// those gather while it is written, and neither the disk nor the processors wait for the other.
    /// </summary>
    internal const int EnoughOps = 48;

    /// <summary>Octets of bodies in a batch, a few milliseconds of a disk.</summary>
    internal const long MostBytes = 8 * 1024 * 1024;
}

namespace Rockdove.Storage.Sqlite;

/// <summary>What waits for the writer, in the order of asking.</summary>
internal sealed class WriteQueue
{
    private readonly object _gate = new();
    private readonly Queue<WriteOp> _waiting = new();
    private bool _closed;

    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    public void Add(WriteOp op)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(SqliteMailStore));
            _waiting.Enqueue(op);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>
    /// Waits for something to do and fills a batch with it, as far as it may grow. False once the queue is closed and
    /// empty.
    /// </summary>
    /// <param name="batch">Empty; filled with what nobody has given up.</param>
    /// <param name="expected">
    /// How many the last batch had. Who was in it is about to ask again: waiting for them a moment makes one batch of
    /// two.
    /// </param>
    public bool Take(List<WriteOp> batch, int expected)
    {
        lock (_gate)
        {
            while (_waiting.Count == 0)
            {
                if (_closed)
                    return false;
                Monitor.Wait(_gate);
            }
            if (expected > 1)
                Gather(Math.Min(expected, MostOps));
            var bytes = 0L;
            while (batch.Count < MostOps && bytes < MostBytes && _waiting.TryDequeue(out var op))
            {
                if (!op.TryTake())
                    continue;
                batch.Add(op);
                bytes += op.Record.Length;
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

    private void Gather(int expected)
    {
        var until = Environment.TickCount64 + MostWaitMilliseconds;
        while (_waiting.Count < expected && !_closed && Environment.TickCount64 < until)
        {
            var before = _waiting.Count;
            if (!Monitor.Wait(_gate, MostWaitMilliseconds) || _waiting.Count == before)
                return;
        }
    }

    /// <summary>
    /// Changes in a batch: beyond, a sync costs each of them nothing any more, and the last one waits.
    /// </summary>
    internal const int MostOps = 256;

    /// <summary>Octets of bodies in a batch, a few milliseconds of a disk.</summary>
    internal const long MostBytes = 8 * 1024 * 1024;

    /// <summary>How long a batch may be waited for, about as long as it then takes.</summary>
    private const int MostWaitMilliseconds = 1;
}

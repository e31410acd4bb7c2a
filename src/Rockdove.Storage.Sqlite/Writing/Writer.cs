using System.Diagnostics;

namespace Rockdove.Storage.Sqlite;

/// <summary>
/// The one thread that changes anything. It takes what is waiting as a batch: bodies, one sync, rows, one commit, which
/// is the other sync; then everybody is told. A body is on the disk before a row refers to it.
/// </summary>
internal sealed class Writer
{
    private readonly WriteQueue _queue = new();
    private readonly WriterTables _tables;
    private readonly SegmentFolder _segments;
    private readonly Checkpointer _checkpointer;
    private readonly ChangeFeed _feed;
    private readonly Action<StoreStep> _step;
    private readonly Action<StoreNotice> _report;
    private readonly Action _committed;
    private readonly Action _freed;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StoreFailedException? _failure;
    private int _expected;

    public Writer(
        WriterTables tables,
        SegmentFolder segments,
        Checkpointer checkpointer,
        ChangeFeed feed,
        Action<StoreStep> step,
        Action<StoreNotice> report,
        Action committed,
        Action freed)
    {
        _tables = tables;
        _segments = segments;
        _checkpointer = checkpointer;
        _feed = feed;
        _step = step;
        _report = report;
        _committed = committed;
        _freed = freed;
    }

    public void Start() => new Thread(Run) { IsBackground = true, Name = "rockdove store" }.Start();

    /// <exception cref="StoreFailedException">The disk failed before.</exception>
    public void RequireSound()
    {
        if (Volatile.Read(ref _failure) is { } failure)
            throw new StoreFailedException(failure.Message, failure);
    }

    /// <summary>Has it done, or given up if the token says so before the writer has begun.</summary>
    public async Task<T> DoAsync<T>(WriteOp<T> op, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        RequireSound();
        _queue.Add(op);
        await using var giveUp = cancellationToken.UnsafeRegister(
            static (op, token) => ((WriteOp<T>)op!).Cancel(token), op).ConfigureAwait(false);
        return await op.Done.ConfigureAwait(false);
    }

    /// <summary>Nothing more is taken: the disk is not to be trusted.</summary>
    public StoreFailedException Poison(Exception error)
    {
        var failure = new StoreFailedException(
            $"The store takes nothing more until it is opened again: {error.Message}", error);
        if (Interlocked.CompareExchange(ref _failure, failure, null) is { } earlier)
            return earlier;
        _report(new(StoreNoticeKind.Failed, failure.Message));
        return failure;
    }

    /// <summary>Does what is waiting, and ends.</summary>
    public Task StopAsync()
    {
        _queue.Close();
        return _ended.Task;
    }

    private void Run()
    {
        var batch = new List<WriteOp>(WriteQueue.MostOps);
        var took = TimeSpan.Zero;
        while (_queue.Take(batch, _expected, took < MostWait ? took : MostWait))
        {
            var started = Stopwatch.GetTimestamp();
            _expected = 0;
            try
            {
                if (batch.Count > 0)
                    Write(batch);
            }
            catch (Exception error)
            {
                Poison(error); // Everybody was told before; what follows is for the next ones.
            }
            took = Stopwatch.GetElapsedTime(started);
            batch.Clear();
        }
        _ended.SetResult();
    }

    private void Write(List<WriteOp> batch)
    {
        try
        {
            RequireSound();
            _step(StoreStep.BatchTaken);
            var first = WriteBodies(batch);
            WriteRows(batch, first);
            _step(StoreStep.RowsCommitted);
            if (batch.Exists(op => op.IsMove))
                _step(StoreStep.BodiesMoved);
        }
        catch (Exception error)
        {
            var told = error is StoreException ? error : Poison(error);
            foreach (var op in batch)
                op.Fail(op.Refusal ?? told);
            return;
        }

        // Those who came meanwhile, and those who were in the batch: who is told has most often something to ask again.
        _expected = batch.Count + _queue.Count;
        foreach (var op in batch)
        {
            if (op.Refusal is { } why)
                op.Fail(why);
            else
                op.Complete();
        }
        foreach (var change in _tables.Changes)
            _feed.Publish(change);
        _committed();
        _step(StoreStep.BatchTold);
        RemoveSegments();
        if (_tables.HasFreed)
            _freed();
        _checkpointer.Committed(batch.Count);
    }

    /// <summary>Appends the bodies of a batch and syncs them; returns where the first one lies.</summary>
    private BodyPlace? WriteBodies(List<WriteOp> batch)
    {
        var records = new List<ReadOnlyMemory<byte>>(batch.Count);
        var ops = new List<(WriteOp Op, int First)>(batch.Count);
        foreach (var op in batch)
        {
            var first = records.Count;
            op.AddRecords(records);
            if (records.Count > first)
                ops.Add((op, first));
        }
        if (ops.Count == 0)
            return null;
        BodyPlace[] places;
        try
        {
            places = _segments.Append(records);
        }
        catch (DiskFullException error)
        {
            foreach (var (op, _) in ops)
                op.Refuse(new StoreFullException($"No room to keep a message: {error.Message}", error));
            return null;
        }
        _step(StoreStep.BodiesWritten);
        _segments.Sync();
        _step(StoreStep.BodiesSynced);
        for (var i = 0; i < ops.Count; i++)
        {
            var end = i + 1 < ops.Count ? ops[i + 1].First : places.Length;
            ops[i].Op.Place(places.AsSpan(ops[i].First..end));
        }
        return places[0];
    }

    private void WriteRows(List<WriteOp> batch, BodyPlace? firstBody)
    {
        var begun = false;
        try
        {
            _tables.Begin();
            begun = true;
            foreach (var op in batch)
                if (op.Refusal is null)
                    Apply(op);
            _tables.Flush();
            _step(StoreStep.RowsWritten);
            _tables.Commit();
        }
        catch (SqliteException error)
        {
            if (error.IsFatal)
                throw Poison(error);
            if (begun)
                Rollback();
            if (firstBody is { } first)
                _segments.TakeBack(first);
            if (error.IsFull)
                throw new StoreFullException($"No room for the rows of a change: {error.Message}", error);
            throw;
        }
    }

    private void Rollback()
    {
        try
        {
            _tables.Rollback();
        }
        catch (SqliteException error)
        {
            throw Poison(error);
        }
    }

    private void Apply(WriteOp op)
    {
        try
        {
            op.Apply(_tables);
        }
        catch (StoreException error) when (error
            is MailboxGoneException or StoreFullException or QuotaExceededException or UidTakenException)
        {
            op.Refuse(error); // Before its first row, so the others are not concerned.
        }
    }

    private void RemoveSegments()
    {
        if (_tables.Retired.Count == 0)
            return;
        try
        {
            foreach (var number in _tables.Retired)
                _segments.Delete(number);
            _step(StoreStep.SegmentsRemoved);
        }
        catch (IOException error)
        {
            _report(new(
                StoreNoticeKind.Postponed,
                $"A segment that nobody needs could not be removed: {error.Message} The next start tries again."));
        }
    }

    /// <summary>
    /// How long a batch may be waited for, and never longer than the last one took: more would be noticed, and gains
    /// less.
    /// </summary>
    private static readonly TimeSpan MostWait = TimeSpan.FromMilliseconds(4);
}

namespace Rockdove.Storage.Sqlite;

/// <summary>
/// One thing that somebody wants changed, and waits for. It happens in a batch with others, whole or not.
/// </summary>
internal abstract class WriteOp
{
    private int _state;

    /// <summary>A record for the writer to append before the rows are written; empty if there is none.</summary>
    public virtual ReadOnlyMemory<byte> Record => default;

    /// <summary>Octets of all its records.</summary>
    public virtual long RecordBytes => Record.Length;

    /// <summary>Whether its record was there before, elsewhere.</summary>
    public virtual bool IsMove => false;

    /// <summary>Why this one did not happen although its batch did.</summary>
    public StoreException? Refusal { get; private set; }

    /// <summary>Whether the writer may begin with it: nobody has given it up.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

    /// <summary>Gives it up, unless the writer has begun.</summary>
    public bool TryCancel() => Interlocked.CompareExchange(ref _state, Cancelled, Waiting) == Waiting;

    public void Refuse(StoreException why) => Refusal = why;

    /// <summary>Adds its records, in their order: one that has several does not have <see cref="Record"/>.</summary>
    public virtual void AddRecords(List<ReadOnlyMemory<byte>> records)
    {
        if (!Record.IsEmpty)
            records.Add(Record);
    }

    /// <summary>Told where its records lie. The bytes are on the disk.</summary>
    public virtual void Place(ReadOnlySpan<BodyPlace> places) => Place(places[0]);

    /// <summary>Told where its record lies. The bytes are on the disk.</summary>
    public virtual void Place(BodyPlace place)
    {
    }

    /// <summary>Writes its rows.</summary>
    /// <exception cref="StoreException">Nothing was written, since it makes no sense any more.</exception>
    public abstract void Apply(WriterTables tables);

    /// <summary>Lets whoever waits go on: the batch is on the disk.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception error);

    private const int Waiting = 0;
    private const int Taken = 1;
    private const int Cancelled = 2;
}

/// <summary>A change with a result.</summary>
internal abstract class WriteOp<T> : WriteOp
{
    // Continuations elsewhere: whoever waited must not run on the writer's thread.
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Done => _done.Task;

    public sealed override void Apply(WriterTables tables) => _result = Run(tables);

    public sealed override void Complete() => _done.TrySetResult(_result!);

    public sealed override void Fail(Exception error) => _done.TrySetException(error);

    public void Cancel(CancellationToken token)
    {
        if (TryCancel())
            _done.TrySetCanceled(token);
    }

    protected abstract T Run(WriterTables tables);
}

namespace Rockdove.Storage.Sqlite;

/// <summary>A body that is being received, and how far it is on its way to being a message.</summary>
internal sealed class SqliteStagedMessage(SqliteMailStore store, BodyStage body) : IStagedMessage
{
    private int _state = Open;
    private bool _isLost;

    public SqliteMailStore Store => store;

    public BodyStage Body => body;

    public long Bytes { get; private set; }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_state != Open)
            throw new InvalidOperationException("The message was committed or given up.");
        RequireWhole();
        try
        {
            store.Stage(body, content);
        }
        catch
        {
            _isLost = true;
            store.CountStaged(0, -Bytes);
            Bytes = 0;
            body.Dispose();
            throw;
        }
        Bytes += content.Length;
        store.CountStaged(0, content.Length);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        if (Interlocked.CompareExchange(ref _state, GivenUp, Open) == Open)
        {
            store.CountStaged(-1, -Bytes);
            body.Dispose();
        }
        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// Takes the message for one commit, which ends with <see cref="Committed"/> or <see cref="Restore"/>.
    /// </summary>
    public void Claim()
    {
        if (Interlocked.CompareExchange(ref _state, Committing, Open) != Open)
            throw new InvalidOperationException("The message was committed or given up.");
    }

    /// <exception cref="StoreFullException">A write found no room.</exception>
    public void RequireWhole()
    {
        if (_isLost)
            throw new StoreFullException("The rest of this message found no room.");
    }

    public void Restore() => Volatile.Write(ref _state, Open);

    public void Committed()
    {
        store.CountStaged(-1, -Bytes);
        Volatile.Write(ref _state, Done);
        body.Keep();
        body.Dispose();
    }

    private const int Open = 0;
    private const int Committing = 1;
    private const int Done = 2;
    private const int GivenUp = 3;
}

namespace Rockdove.Storage;

/// <summary>A blob being written, and how far it is on its way to being a message.</summary>
internal sealed class MemoryStagedMessage(MemoryMailStore store, IBlobWriter writer) : IStagedMessage
{
    private int _state = Open;
    private BlobId? _blob;

    public MemoryMailStore Store => store;

    public long Bytes { get; private set; }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (_state != Open)
            throw new InvalidOperationException("The message was committed or given up.");
        try
        {
            // Memory takes bytes at once: this is complete when it returns.
            var write = writer.WriteAsync(content, cancellationToken);
            Bytes += content.Length;
            store.CountStaged(0, content.Length);
            return write;
        }
        catch (StoreFullException)
        {
            store.CountStaged(0, -Bytes);
            Bytes = 0;
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.CompareExchange(ref _state, GivenUp, Open) != Open)
            return;
        store.CountStaged(-1, -Bytes);
        await writer.DisposeAsync().ConfigureAwait(false);
        if (_blob is { } blob)
            store.Blobs.Delete(blob);
    }

    /// <summary>
    /// Takes the message for one commit, which ends with <see cref="Committed"/> or <see cref="Restore"/>.
    /// </summary>
    public void Claim()
    {
        if (Interlocked.CompareExchange(ref _state, Committing, Open) != Open)
            throw new InvalidOperationException("The message was committed or given up.");
    }

    public async ValueTask<BlobId> CompleteAsync(CancellationToken cancellationToken) =>
        _blob ??= await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);

    public void Restore() => Volatile.Write(ref _state, Open);

    public void Committed()
    {
        store.CountStaged(-1, -Bytes);
        Volatile.Write(ref _state, Done);
    }

    private const int Open = 0;
    private const int Committing = 1;
    private const int Done = 2;
    private const int GivenUp = 3;
}

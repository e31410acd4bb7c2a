namespace Rockdove.Storage.Sqlite;

/// <summary>A blob being written: a staged body whose commit needs no mailbox.</summary>
internal sealed class SqliteBlobWriter(SqliteMailStore store, SqliteStagedMessage staged) : IBlobWriter
{
    public long Bytes => staged.Bytes;

    public ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        staged.WriteAsync(content, cancellationToken);

    public async ValueTask<BlobId> CompleteAsync(CancellationToken cancellationToken) =>
        await store.CommitAsync([staged], () => new CommitBlob(staged.Body), cancellationToken).ConfigureAwait(false);

    public ValueTask DisposeAsync() => staged.DisposeAsync();
}
